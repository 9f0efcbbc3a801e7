import { test } from 'bun:test'
import type { Limit } from '../../src/host/machine.ts'
import { failsFor, HEALTHY_KERNEL } from './healthy-kernel.ts'
import { HEALTHY_REST } from './healthy-rest.ts'
import { expectFinding, type Row } from './judging.ts'

const { terminal, limits, cgroup } = HEALTHY_REST
const term = (more: Partial<typeof terminal> | object) => ({ terminal: { ...terminal, ...more } })
const files = (one: Limit) => ({ limits: { ...limits, files: one } })
const processes = (one: Limit) => ({ limits: { ...limits, processes: one } })
const NEVER = "jailed programs cannot: jail's filter refuses TIOCSTI; other programs of yours can"
const PLAIN = 'programs show neither colours nor a full screen'
const FEW = 'agents that watch a project fail with EMFILE; bwrap itself needs some'
const NO_LOSS = 'it matters only for limits.memory and limits.processes'
const NO_SCOPE =
  'limits.memory needs it, or control groups that you can write; limits.processes works without on Linux 5.14 and later, but not for root'
const TMP =
  'files in /tmp, /var/tmp and /run may fill half of the memory; bubblewrap 0.7 and later can limit them'
const { bwrap } = HEALTHY_KERNEL

const ROWS: readonly Row[] = [
  ['a terminal', 'terminal.tty', {}, { ok: 'input and output are a terminal' }],
  [
    'half a terminal',
    'terminal.tty',
    term({ output: false }),
    { ok: 'there is a terminal (this call is part of a pipe)' },
  ],
  [
    'no terminal',
    'terminal.tty',
    term({ input: false, output: false }),
    {
      info: 'neither input nor output is a terminal',
      means: 'agents with a full screen need one; others work as in a script',
    },
  ],
  ['TIOCSTI off', 'terminal.tiocsti', {}, { ok: 'the kernel refuses it (dev.tty.legacy_tiocsti is 0)' }],
  [
    'TIOCSTI on',
    'terminal.tiocsti',
    term({ legacyTiocsti: true }),
    { info: 'dev.tty.legacy_tiocsti is 1', means: NEVER },
  ],
  [
    'an old kernel',
    'terminal.tiocsti',
    term({ legacyTiocsti: null }),
    { info: 'this kernel always allows it (before Linux 6.2)', means: NEVER },
  ],
  [
    'no /proc',
    'terminal.tiocsti',
    term({ legacyTiocsti: 'unread' }),
    { unknown: 'dev.tty.legacy_tiocsti cannot be read without /proc' },
  ],
  ['a known TERM', 'terminal.term', {}, { ok: 'TERM is xterm-256color, which is described' }],
  [
    'no TERM at a terminal',
    'terminal.term',
    term({ term: null }),
    { warn: 'TERM is not set', means: PLAIN, text: 'Type: export TERM=xterm-256color' },
  ],
  [
    'no TERM in a pipe',
    'terminal.term',
    term({ term: 'dumb', output: false }),
    { info: 'TERM is dumb', means: PLAIN },
  ],
  [
    'a TERM without a description',
    'terminal.term',
    term({ term: 'xterm-kitty', described: false }),
    {
      warn: 'TERM is xterm-kitty, and its description is in no folder that is visible inside',
      means: 'full screen programs may refuse to start or draw nonsense',
      text: 'Install the description for all people, show your own (jail run --read ~/.terminfo …), or use another: TERM=xterm-256color jail run …',
    },
  ],
  ['a size', 'terminal.size', {}, { ok: '120 columns, 40 rows' }],
  ['nothing to measure', 'terminal.size', term({ size: null }), { ok: 'no terminal to measure' }],
  [
    'a serial line',
    'terminal.size',
    term({ size: { columns: 0, rows: 0 } }),
    {
      warn: 'the terminal says that it has 0 columns, 0 rows',
      means: 'full screen programs draw nothing or fail',
      text: 'Tell it its size; a serial line and `docker exec` without -t know none.',
      commands: ['stty cols 80 rows 24'],
    },
  ],
  ['the usual number of files', 'limits.files', {}, { ok: '1024 at once' }],
  ['no limit', 'limits.files', files({ soft: null, hard: null, used: 3 }), { ok: 'as many as you like' }],
  [
    'few files, which you can raise',
    'limits.files',
    files({ soft: 256, hard: 4096, used: 3 }),
    { warn: '256 files at once', means: FEW, text: 'Type: ulimit -n 4096 (in ~/.profile for every time)' },
  ],
  [
    'few files, which you cannot raise',
    'limits.files',
    files({ soft: 256, hard: 512, used: 3 }),
    {
      warn: '256 files at once',
      means: FEW,
      text: 'The hard limit is 512: an administrator raises it with nofile in /etc/security/limits.conf.',
    },
  ],
  [
    'too few files, for which the start failed',
    'limits.files',
    { ...files({ soft: 16, hard: 16, used: 3 }), live: failsFor('launch.descriptors') },
    {
      fail: '16 files at once',
      means: 'no jail can be made: a start takes about 50',
      text: 'The hard limit is 16: an administrator raises it with nofile in /etc/security/limits.conf.',
    },
  ],
  ['room for processes', 'limits.processes', {}, { ok: '412 of 63000 are there' }],
  [
    'no room',
    'limits.processes',
    processes({ soft: 1000, hard: 1000, used: 990 }),
    {
      warn: '990 of 1000 are there',
      means: 'a start, or a build inside, may fail with "Resource temporarily unavailable"',
      text: 'End some of your programs, or type: ulimit -u unlimited (as far as the hard limit lets you)',
    },
  ],
  [
    'processes that cannot be counted',
    'limits.processes',
    processes({ soft: 9, hard: 9, used: null }),
    { unknown: '9 at most; how many there are is not known' },
  ],
  [
    'a manager of systemd',
    'limits.scope',
    {},
    { ok: 'systemd makes a scope for a box with limits (memory, pids)' },
  ],
  [
    'a manager with one controller',
    'limits.scope',
    { cgroup: { ...cgroup, controllers: ['cpu', 'pids'] } },
    { ok: 'systemd makes a scope for a box with limits (pids)' },
  ],
  [
    'a manager with none, as in a mixture of versions',
    'limits.scope',
    { cgroup: { ...cgroup, controllers: [] } },
    { info: 'systemd runs, but has neither memory nor pids to hand on', means: NO_SCOPE },
  ],
  [
    'no manager',
    'limits.scope',
    { cgroup: { ...cgroup, userManager: false } },
    {
      info: 'no manager of systemd runs for this user',
      means: `${NO_SCOPE}; it runs after a login, or always after: loginctl enable-linger`,
    },
  ],
  ['control groups', 'limits.cgroup', {}, { ok: 'version 2 with cpu, memory, pids' }],
  [
    'nothing delegated',
    'limits.cgroup',
    { cgroup: { ...cgroup, controllers: ['cpu', 'pids'] } },
    { info: 'version 2, without memory for this user', means: NO_LOSS },
  ],
  [
    'both versions',
    'limits.cgroup',
    { cgroup: { ...cgroup, version: 'hybrid' } },
    { info: 'control groups are a mixture of version 1 and 2', means: NO_LOSS },
  ],
  [
    'none',
    'limits.cgroup',
    { cgroup: { ...cgroup, version: 0 } },
    { info: 'there are no control groups', means: NO_LOSS },
  ],
  ['a bwrap with sizes', 'limits.tmp-size', {}, { ok: 'bwrap can limit it' }],
  [
    'an old bwrap',
    'limits.tmp-size',
    { bwrap: { ...bwrap, version: '0.6.1', options: ['--bind'] } },
    { info: 'bwrap 0.6.1 cannot limit it', means: TMP },
  ],
  [
    'a setuid bwrap',
    'limits.tmp-size',
    { bwrap: { ...bwrap, setuid: true } },
    { info: 'a setuid bwrap takes no sizes', means: TMP },
  ],
  [
    'no bwrap',
    'limits.tmp-size',
    { bwrap: { state: 'absent' } },
    { unknown: 'there is no usable bwrap to ask' },
  ],
]

test.each(ROWS.map((row) => [row[0], row[1], row] as const))('%s: %s', (_, __, row) => expectFinding(row))
