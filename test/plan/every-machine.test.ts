import { describe, expect, test } from 'bun:test'
import type { Op } from '../../src/plan/op.ts'
import { isBelow } from '../../src/policy/paths.ts'
import { type Decided, decideOn } from '../hosts/decide.ts'
import { inside, linkOn, showing } from '../hosts/inside.ts'
import { namesIn, resolveIn } from '../hosts/listing.ts'
import { everybody, MACHINES, type Machine, readMachine, startersOf } from '../hosts/machine.ts'

type Case = Decided & { readonly machine: Machine; readonly ops: readonly Op[] }

/** What holds on every machine, for root and for a person: each answer lists what is wrong. */
const SENTENCES: Readonly<Record<string, (one: Case) => readonly string[]>> = {
  'no place of the box is reached through a link': ({ ops, machine }) =>
    ops.flatMap((op, at) => {
      const link = linkOn(ops.slice(0, at), machine.entries, op.path)
      return link === undefined ? [] : [`${op.kind} ${op.path} crosses ${link}`]
    }),

  'a folder is made before what lies in it': ({ ops }) =>
    ops.flatMap((op, at) =>
      op.kind === 'remount-ro'
        ? []
        : ops
            .slice(0, at)
            .flatMap((one) => (isBelow(one.path, op.path) ? [`${one.path} in ${op.path}`] : [])),
    ),

  'what is bound or copied is on this machine, or made before the start': ({ ops, machine, plan }) =>
    sourcesOf(ops).filter(
      (source) =>
        resolveIn(machine.entries, source).state !== 'present' &&
        !plan.create.some((folder) => folder.path === source),
    ),

  'root cannot change the settings of the kernel': ({ ops, facts }) =>
    facts.caller.uid !== 0 || ops.some((op) => op.kind === 'remount-ro' && op.path === '/proc')
      ? []
      : ['/proc'],

  'nothing secret is shown': ({ ops, machine }) =>
    machine.secrets.flatMap((secret) => showing(ops, secret).map((path) => `${secret} at ${path}`)),

  'nothing secret is found by its name': ({ ops, machine }) =>
    machine.secrets.filter((secret) => inside(ops, machine.entries, secret)?.host !== undefined),

  'no other home folder is seen': ({ ops, machine, facts }) => {
    const homes = ['/home', '/var/home'].flatMap((folder) =>
      namesIn(machine.entries, folder).map((name) => `${folder}/${name}`),
    )
    const own = resolveIn(machine.entries, facts.caller.home)
    const isSame = (real: string, home: string) => real === home || machine.entries[home]?.startsWith('link ')
    const others = [...homes, '/root', '/var/roothome'].filter(
      (home) => !('real' in own && isSame(own.real, home)) && !home.endsWith('/linuxbrew'),
    )
    return others.flatMap((home) => showing(ops, home).map((path) => `${home} at ${path}`))
  },

  'the command is there, with all that starts it': ({ ops, machine, facts, plan }) => {
    const lost = lostStarters(ops, machine, facts.caller, plan.argv[0] ?? '')
    return plan.isCommandVisible ? lost : ['the command is hidden', ...lost]
  },

  'the shell of the person is there, with all that starts it': ({ ops, machine, facts }) =>
    lostStarters(ops, machine, facts.caller, facts.caller.shell),

  'what programs need is there': ({ ops, machine }) =>
    Object.keys(machine.needs).filter((path) => inside(ops, machine.entries, path) === undefined),

  // Root is nobody inside, and ssh stops at settings of nobody: every one of them must be a copy.
  'ssh reads no settings of another owner': ({ ops, machine }) =>
    ['/etc/ssh/ssh_config.d', '/usr/etc/ssh/ssh_config.d', '/etc/crypto-policies/back-ends']
      .flatMap((folder) => namesIn(machine.entries, folder).map((name) => `${folder}/${name}`))
      .filter((path) => path.endsWith('.conf') || path.endsWith('/openssh.config'))
      .filter((path) => inside(ops, machine.entries, path)?.copied === false),

  'each folder of PATH is there': ({ ops, machine, plan }) =>
    (plan.env.get('PATH') ?? '').split(':').filter((path) => !inside(ops, machine.entries, path)),

  'a variable that names a place of the host names one inside': ({ ops, machine, plan }) =>
    [...plan.env].flatMap(([name, value]) =>
      value.startsWith('/') &&
      !name.startsWith('XDG_') &&
      !value.includes(':') &&
      resolveIn(machine.entries, value).state === 'present' &&
      inside(ops, machine.entries, value) === undefined
        ? [`${name}=${value}`]
        : [],
    ),

  'no variable leads to a socket of the host or to Windows': ({ plan }) =>
    [...plan.env].flatMap(([name, value]) =>
      /^(WSL|WT_|DBUS|SSH_|DISPLAY|WAYLAND|PULSE|DOCKER|XDG_RUNTIME)/.test(name) || value.includes('/mnt/c')
        ? [`${name}=${value}`]
        : [],
    ),

  'what is weaker is accepted by name': ({ plan, policy }) =>
    plan.weakened.filter(({ id }) => !policy.accept.has(id)).map(({ id }) => id),
}

function sourcesOf(ops: readonly Op[]): string[] {
  return ops.flatMap((op) => {
    if (op.kind === 'bind') return [op.source]
    return op.kind === 'data' && op.content.kind === 'file' ? [op.content.path] : []
  })
}

/** The program at a path and what the kernel starts it with: those that cannot be found inside. */
function lostStarters(
  ops: readonly Op[],
  machine: Machine,
  caller: Decided['facts']['caller'],
  path: string,
): string[] {
  const found = inside(ops, machine.entries, path)
  if (found?.host === undefined) return [path]
  return startersOf(machine, caller, found.host).flatMap((next) => lostStarters(ops, machine, caller, next))
}

const STARTS = everybody().flatMap(([name, person]) =>
  ['claude', 'shell'].map((profile) => [name, person, profile] as const),
)

describe.each(STARTS)('on %s, for %s, with %s', (name, person, profile) => {
  const machine = readMachine(name)
  const decided = decideOn({ machine, person, profile })

  test.each(Object.entries(SENTENCES))('%s', (_, wrong) => {
    expect(wrong({ ...decided, machine, ops: decided.plan.ops })).toEqual([])
  })
})

test('an old bwrap costs the size limit, an old kernel the scopes, and nothing else is weaker anywhere', () => {
  const weaker = MACHINES.flatMap((name) =>
    decideOn({ machine: readMachine(name), person: 'root', profile: 'claude' }).plan.weakened.map(
      ({ id, because }) => `${name} ${id}: ${because}`,
    ),
  )
  expect(weaker).toEqual([
    'debian-12 landlock-scopes: Landlock has scopes since version 6 (Linux 6.12), and here it is 2',
    'ubuntu-22.04 tmp-size: bwrap 0.6.1 has no --size',
    'ubuntu-22.04 landlock-scopes: Landlock has scopes since version 6 (Linux 6.12), and here it is 1',
    'ubuntu-24.04 landlock-scopes: Landlock has scopes since version 6 (Linux 6.12), and here it is 4',
    'rhel-9 tmp-size: bwrap 0.4.1 has no --size',
    'rhel-9 landlock-scopes: this kernel has no Landlock',
    'wsl2 landlock-scopes: this kernel has no Landlock',
  ])
})

describe('each sentence fails where it is not true', () => {
  const machine = readMachine('fedora')
  const decided = decideOn({ machine, person: 'eva', profile: 'claude' })
  const first = (change: Partial<Op> & Pick<Op, 'kind' | 'path'>): Case => {
    const op = { access: 'ro', source: change.path, why: '', from: '', ...change } as Op
    return { ...decided, machine, ops: [...decided.plan.ops, op] }
  }
  const without = (path: string): Case => ({
    ...decided,
    machine,
    ops: decided.plan.ops.filter((op) => op.path !== path),
  })
  const withEnv = (name: string, value: string): Case => ({
    ...first({ kind: 'proc', path: '/x' }),
    plan: { ...decided.plan, env: new Map([[name, value]]) },
  })
  const wide = decideOn({ machine, person: 'eva', profile: 'claude', flags: { read: ['/var/home'] } })

  test.each([
    ['no place of the box is reached through a link', first({ kind: 'tmpfs', path: '/home/eva/x' })],
    ['no place of the box is reached through a link', first({ kind: 'dev', path: '/etc/ssl/certs' })],
    ['a folder is made before what lies in it', first({ kind: 'tmpfs', path: '/etc' })],
    [
      'what is bound or copied is on this machine, or made before the start',
      first({ kind: 'bind', path: '/no' }),
    ],
    [
      'root cannot change the settings of the kernel',
      {
        ...wide,
        machine,
        ops: wide.plan.ops,
        facts: { ...wide.facts, caller: { ...wide.facts.caller, uid: 0 } },
      },
    ],
    ['nothing secret is shown', first({ kind: 'bind', path: '/x', source: '/var/home/eva' })],
    ['nothing secret is shown', first({ kind: 'bind', path: '/x', source: '/etc/shadow' })],
    ['nothing secret is found by its name', first({ kind: 'bind', path: '/etc' })],
    ['no other home folder is seen', { ...wide, machine, ops: wide.plan.ops }],
    ['the command is there, with all that starts it', without('/var/home/linuxbrew/.linuxbrew')],
    ['the command is there, with all that starts it', without('/lib64')],
    ['the shell of the person is there, with all that starts it', without('/bin')],
    ['what programs need is there', without('/etc/pki/ca-trust')],
    ['ssh reads no settings of another owner', without('/usr/share/crypto-policies/DEFAULT/openssh.txt')],
    ['each folder of PATH is there', without('/usr')],
    ['a variable that names a place of the host names one inside', withEnv('X', '/etc/shadow')],
    ['no variable leads to a socket of the host or to Windows', withEnv('WSL_INTEROP', '/run/WSL/1_interop')],
  ])('%s', (sentence, one) => {
    expect(SENTENCES[sentence]?.(one)).not.toEqual([])
  })
})
