import type { Facts } from '../host/facts.ts'
import { isBelow, isWithin } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import type { Arranged } from './arrange.ts'
import { briefText } from './brief.ts'
import { BRIEF, OWN_FILES } from './fixed.ts'
import { groupText, hostsText, NSSWITCH, passwdText } from './identity.ts'
import type { Nodes } from './node.ts'
import type { Op } from './op.ts'
import { realOf } from './path-fact.ts'

export type Made = { readonly box: Arranged; readonly places: Nodes }

const FROM = 'fixed'

/** What jail makes itself: devices, processes, accounts, names, and the brief. */
export function ownOps(policy: Policy, facts: Facts, made: Made): Op[] {
  const { box } = made
  return [
    { kind: 'proc', path: '/proc', why: 'processes of the box only', from: FROM },
    { kind: 'dev', path: '/dev', why: 'null, zero, full, random, urandom, tty, pts', from: FROM },
    // bwrap's own /dev/shm has no limit of its size.
    {
      kind: 'tmpfs',
      path: '/dev/shm',
      mode: '1777',
      bytes: policy.tmpBytes,
      why: 'shared memory',
      from: FROM,
    },
    ...varRun(made),
    ...OWN_FILES.flatMap((file) => ownFile(file, textOf(file, policy, facts), { facts, box })),
    {
      ...textOp(BRIEF, briefOf(policy, facts, made), 'tells the agent where it is'),
      onto: box.coverOf(BRIEF) === 'tmpfs' ? 'tmpfs' : 'over-ro',
    },
  ]
}

/** The old name of /run, unless something stands there or below already: bwrap makes no link over what is there. */
function varRun({ box, places }: Made): Op[] {
  const path = '/var/run'
  const isTaken = places.links.has('/var') || box.ops.some((op) => isWithin(op.path, path))
  if (box.coverOf(path) !== 'tmpfs' || isTaken) return []
  return [{ kind: 'symlink', path, to: '/run', why: 'the old name of /run', from: FROM }]
}

/** In the host's own /etc a file stands where its links lead, and one that is missing cannot be made. */
function ownFile(
  file: string,
  op: ReturnType<typeof textOp>,
  { facts, box }: { readonly facts: Facts; readonly box: Arranged },
): Op[] {
  if (box.coverOf(file) === 'tmpfs') return [{ ...op, onto: 'tmpfs' }]
  const fact = facts.paths.get(file)
  if (fact?.state !== 'present' || fact.kind !== 'file') return []
  const onto = box.coverOf(fact.real) === 'tmpfs' ? 'tmpfs' : 'over-ro'
  return [{ ...op, path: fact.real, onto }]
}

function textOf(file: (typeof OWN_FILES)[number], policy: Policy, facts: Facts): ReturnType<typeof textOp> {
  switch (file) {
    case '/etc/passwd':
      return textOp(file, passwdText(facts), 'your name; no other account')
    case '/etc/group':
      return textOp(file, groupText(facts), 'your groups')
    case '/etc/hosts':
      return textOp(file, hostsText(facts, policy.hostname), 'name lookup')
    case '/etc/nsswitch.conf':
      return textOp(file, NSSWITCH, 'name lookup')
  }
}

function textOp(path: string, text: string, why: string): Omit<Extract<Op, { kind: 'data' }>, 'onto'> {
  return { kind: 'data', path, content: { kind: 'text', text }, mode: '0644', why, from: FROM }
}

function briefOf(policy: Policy, facts: Facts, { box, places }: Made): string {
  const home = realOf(facts.caller.home, facts.paths.get(facts.caller.home))
  return briefText({
    ops: box.ops,
    protectedPaths: protectedIn(places, facts.project.path),
    isHomeHidden: box.coverOf(home) === 'tmpfs',
    project: facts.project.path,
    network: policy.network,
    hostname: policy.hostname,
  })
}

/** What is read-only in the project because the host runs it later. */
function protectedIn(places: Nodes, project: string): string[] {
  const nodes = [...places.nodes.values()].filter((node) => node.word === 'protect' || node.pinned)
  return nodes.map((node) => node.path).filter((path) => isBelow(path, project))
}
