import { test } from 'bun:test'
import { HEALTHY_KERNEL, refusedFor } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const { bwrap } = HEALTHY_KERNEL
const ABSENT = { bwrap: { state: 'absent' } } as const
const without = (...options: string[]): string[] =>
  bwrap.options.filter((option) => !options.includes(option))
const FEDORA = { id: 'fedora', like: [], name: 'Fedora Linux 42' }
const HAIKU = { id: 'haiku', like: [], name: 'Haiku' }
const NONE = 'no bubblewrap to look at'
const ASTRAY =
  'before 0.12.0 a link planted in a writable folder can lead a mount astray while the box is made (CVE-2026-87766), unless'
const NOTE = 'Whether an older version has the fix stands in the changelog of the package.'

const ROWS: readonly Row[] = [
  ['a bwrap', 'bubblewrap.present', {}, { ok: '/usr/bin/bwrap 0.12.0' }],
  [
    'no bwrap on Debian',
    'bubblewrap.present',
    ABSENT,
    {
      fail: 'bubblewrap is not installed',
      means: 'no jail can be made without it',
      text: 'Install the package bubblewrap.',
      commands: ['apt-get install bubblewrap'],
    },
  ],
  [
    'no bwrap on a system that nobody knows',
    'bubblewrap.present',
    { ...ABSENT, distribution: HAIKU },
    {
      fail: 'bubblewrap is not installed',
      means: 'no jail can be made without it',
      text: 'Install the package bubblewrap with the package manager of Haiku.',
    },
  ],
  ['a bwrap of root', 'bubblewrap.trusted', {}, { ok: '/usr/bin/bwrap can be changed by root or you only' }],
  ['no bwrap to trust', 'bubblewrap.trusted', ABSENT, { ok: NONE }],
  [
    'a bwrap that others can write',
    'bubblewrap.trusted',
    { bwrap: { state: 'unusable', why: '/usr/bin/bwrap can be written by others', because: 'system' } },
    {
      fail: '/usr/bin/bwrap can be written by others',
      means: 'whoever can change bubblewrap, or its answers, decides what the jail is',
      text: 'Install it again by the package manager, so that it belongs to root.',
    },
  ],
  [
    'a bad JAIL_BWRAP',
    'bubblewrap.trusted',
    { bwrap: { state: 'unusable', why: 'JAIL_BWRAP names x, which is not a file', because: 'named' } },
    {
      fail: 'JAIL_BWRAP names x, which is not a file',
      means: 'whoever can change bubblewrap, or its answers, decides what the jail is',
      text: 'Unset JAIL_BWRAP, or name a bwrap that belongs to root or to you and that nobody else can write.',
    },
  ],
  [
    'a bwrap that belongs to nobody, as seen from inside a sandbox',
    'bubblewrap.trusted',
    { bwrap: { state: 'unusable', why: '/usr belongs to nobody', because: 'outer' } },
    {
      fail: '/usr belongs to nobody',
      means: 'whoever can change bubblewrap, or its answers, decides what the jail is',
      text: 'Start jail outside of that sandbox.',
    },
  ],
  ['0.12.0', 'bubblewrap.version', {}, { ok: 'bubblewrap 0.12.0' }],
  ['0.13.1', 'bubblewrap.version', { bwrap: { ...bwrap, version: '0.13.1' } }, { ok: 'bubblewrap 0.13.1' }],
  [
    '0.9.0 on Debian',
    'bubblewrap.version',
    { bwrap: { ...bwrap, version: '0.9.0' } },
    {
      warn: 'bubblewrap 0.9.0',
      means: `${ASTRAY} Debian GNU/Linux 13 (trixie) has carried the fix back`,
      text: `Update the package bubblewrap. ${NOTE}`,
      commands: ['apt-get install --only-upgrade bubblewrap'],
    },
  ],
  [
    '0.11.0 on Fedora',
    'bubblewrap.version',
    { bwrap: { ...bwrap, version: '0.11.0' }, distribution: FEDORA },
    {
      warn: 'bubblewrap 0.11.0',
      means: `${ASTRAY} Fedora Linux 42 has carried the fix back`,
      text: `Update the package bubblewrap. ${NOTE}`,
      commands: ['dnf upgrade bubblewrap'],
    },
  ],
  [
    'a version that is not told',
    'bubblewrap.version',
    { bwrap: { ...bwrap, version: 'unknown' } },
    {
      info: '/usr/bin/bwrap does not tell its version',
      means: 'jail goes by its options; whether known holes are closed cannot be told',
    },
  ],
  ['all options', 'bubblewrap.options', {}, { ok: `all that jail asks for, of ${bwrap.options.length}` }],
  [
    'no --size, which the base profile accepts',
    'bubblewrap.options',
    { bwrap: { ...bwrap, version: '0.4.1', options: without('--size') } },
    {
      warn: 'bwrap 0.4.1 has no --size',
      means: 'the size of /tmp and the hidden home is not limited',
      text: 'Update the package bubblewrap.',
      commands: ['apt-get install --only-upgrade bubblewrap'],
    },
  ],
  [
    'no --seccomp, for which jail refuses to start',
    'bubblewrap.options',
    {
      bwrap: { ...bwrap, version: '0.4.1', options: without('--seccomp') },
      live: refusedFor('plan.weaker', true),
    },
    {
      fail: 'bwrap 0.4.1 has no --seccomp',
      means:
        'no filter of system calls: terminal injection and new namespaces stay possible, so jail refuses to start',
      text: 'Update the package bubblewrap.',
      commands: ['apt-get install --only-upgrade bubblewrap'],
    },
  ],
  ['--disable-userns', 'bubblewrap.disable-userns', {}, { ok: '--disable-userns is there' }],
  [
    'none before 0.8',
    'bubblewrap.disable-userns',
    { bwrap: { ...bwrap, version: '0.6.1', options: without('--disable-userns') } },
    {
      warn: 'bubblewrap 0.6.1 has no --disable-userns (0.8.0)',
      means: 'new namespaces inside are then refused by the filter of system calls alone',
      text: 'Update the package bubblewrap.',
      commands: ['apt-get install --only-upgrade bubblewrap'],
    },
  ],
  [
    'none when setuid',
    'bubblewrap.disable-userns',
    { bwrap: { ...bwrap, setuid: true } },
    {
      warn: 'a setuid bwrap refuses --disable-userns',
      means: 'new namespaces inside are then refused by the filter of system calls alone',
      text: 'Update the package bubblewrap.',
      commands: ['apt-get install --only-upgrade bubblewrap'],
    },
  ],
]

test.each(ROWS)('%s: %s', (name, id, difference, found) => expectFinding([name, id, difference, found]))
