import type { Facts } from '../host/facts.ts'
import { isBelow, isWithin } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import type { Arranged } from './arrange.ts'
import { briefText } from './brief.ts'
import { BIN, BRIEF, OWN_FILES, WHY } from './fixed.ts'
import { groupText, hostsText, NSSWITCH, passwdText } from './identity.ts'
import type { Node, Nodes } from './node.ts'
import type { Op } from './op.ts'
import { procOps } from './proc.ts'
import { realOf } from './real.ts'
import { whyText } from './why.ts'

export type Made = {
  readonly box: Arranged
  readonly places: Nodes
  /** jail's own program. */
  readonly self: string | undefined
  /** What is done at the very end; `jail why` answers from it, too. */
  readonly last: readonly Op[]
}

const FROM = 'fixed'

/** What jail makes itself: devices, processes, accounts, names, the brief, and the way to ask why. */
export function ownOps(policy: Policy, facts: Facts, made: Made): Op[] {
  const { box, places, self } = made
  const own: Op[] = [
    { kind: 'proc', path: '/proc', why: 'processes of the box only', from: FROM },
    ...procOps({ uid: facts.caller.uid, nested: policy.nested, paths: facts.paths }),
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
    ...(self === undefined ? [] : [selfOp(self, box)]),
    ...OWN_FILES.flatMap((file) => ownFile(file, textOf(file, policy, facts), { facts, box })),
    inRun(textOp(BRIEF, briefOf(policy, facts, made), 'tells the agent where it is'), box),
  ]
  const why = (content: string): Op => inRun(textOp(WHY, content, 'what `jail why` answers from'), box)
  const all = [...own, why(''), ...made.last]
  const isWritable = (path: string): boolean => box.coverOf(path) === 'rw'
  return [
    ...own,
    why(whyText({ policy, facts, ops: box.ops, own: all, skipped: places.skipped, isWritable })),
  ]
}

type Text = Omit<Extract<Op, { kind: 'data' }>, 'onto'>

/** No rule grants /run as a whole, but one may grant a place in it. */
function inRun(op: Text, box: Arranged): Op {
  return { ...op, onto: box.coverOf(op.path) === 'tmpfs' ? 'tmpfs' : 'over-ro' }
}

/** jail itself, read-only: a link where it is visible anyway, for a link is no mount. */
function selfOp(self: string, box: Arranged): Op {
  const reason = { why: '`jail why` answers inside', from: FROM }
  const cover = box.coverOf(self)
  return cover === 'ro' || cover === 'rw'
    ? { kind: 'symlink', path: BIN, to: self, ...reason }
    : { kind: 'bind', access: 'ro', path: BIN, source: self, ...reason }
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
  op: Text,
  { facts, box }: { readonly facts: Facts; readonly box: Arranged },
): Op[] {
  if (box.coverOf(file) === 'tmpfs') return [{ ...op, onto: 'tmpfs' }]
  const fact = facts.paths.get(file)
  if (fact?.state !== 'present' || fact.kind !== 'file') return []
  const onto = box.coverOf(fact.real) === 'tmpfs' ? 'tmpfs' : 'over-ro'
  return [{ ...op, path: fact.real, onto }]
}

function textOf(file: (typeof OWN_FILES)[number], policy: Policy, facts: Facts): Text {
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

function textOp(path: string, text: string, why: string): Text {
  return { kind: 'data', path, content: { kind: 'text', text }, mode: '0644', why, from: FROM }
}

function briefOf(policy: Policy, facts: Facts, { box, places, self }: Made): string {
  const home = realOf(facts.caller.home, facts.paths.get(facts.caller.home))
  return briefText({
    ops: box.ops,
    protectedPaths: protectedIn(places, facts.project.path),
    gitConfig: closedGitConfig(places, facts),
    isHomeHidden: box.coverOf(home) === 'tmpfs',
    project: facts.project.path,
    network: policy.network,
    hostname: policy.hostname,
    canAsk: self !== undefined,
  })
}

/** What is read-only in the project because the host runs it later. */
function protectedIn(places: Nodes, project: string): string[] {
  const nodes = [...places.nodes.values()].filter(isProtected)
  return nodes.map((node) => node.path).filter((path) => isBelow(path, project))
}

/** git's settings for the project, as the person would type the path; undefined when they can be written. */
function closedGitConfig(places: Nodes, { git, project }: Facts): string | undefined {
  const commonDir = git.repositories.find(({ kind }) => kind === 'project')?.commonDir
  const config = `${commonDir ?? `${project.path}/.git`}/config`
  if (!isProtected(places.nodes.get(config))) return undefined
  return isBelow(config, project.path) ? `.${config.slice(project.path.length)}` : config
}

function isProtected(node: Node | undefined): boolean {
  return node?.word === 'protect' || node?.guarded === true
}
