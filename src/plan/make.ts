import type { Facts } from '../host/facts.ts'
import { isWithin } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { WEAKENINGS } from '../policy/weakenings.ts'
import { type Arranged, arrange } from './arrange.ts'
import { makeEnvironment } from './environment.ts'
import { BIN_FOLDER, cacheFolder } from './fixed.ts'
import { gitNotices, gitWeakenings } from './git-notices.ts'
import { GIT } from './git-rules.ts'
import { notAwaited } from './keep.ts'
import { limitsOf } from './limits.ts'
import type { Nodes } from './node.ts'
import { collectNodes } from './nodes.ts'
import { canLimitTmpfs, type Op, type Options } from './op.ts'
import { ownOps } from './own.ts'
import { guardOwnFiles } from './own-files.ts'
import { hideNotices, linkNotices, twinNotices } from './person-notices.ts'
import type { HostPlace, Plan, Weakening } from './plan.ts'
import { rootOps } from './proc.ts'
import { scopeWeakenings, whyUnscoped } from './scopes.ts'

/** What is started: the command's path comes from the facts, the arguments from the profile and the person. */
export type Start = {
  readonly args: readonly string[]
  readonly stateHome: string
  readonly options: Options
  readonly bwrapVersion: string
  /** jail's own program, without links, so that `jail why` can be asked inside. */
  readonly self?: string | undefined
}

/** Makes the plan of one start from what the person allows and what this machine is. Pure. */
export function makePlan(policy: Policy, facts: Facts, start: Start): Plan {
  const cache = cacheFolder(start.stateHome, facts.project.id)
  const places = guardOwnFiles(collectNodes(policy, facts, cache), facts)
  const box = arrange(places, policy.tmpBytes)
  const lastOfPath = start.self === undefined ? undefined : BIN_FOLDER
  const { env, dropped, twins, origins } = makeEnvironment(policy, facts, { box, lastOfPath })
  const held = limitsOf(policy, facts)
  const command = facts.command.state === 'found' ? facts.command.path : ''
  const last = [...rootOps(facts.caller.uid), DEV_READ_ONLY, ROOT_READ_ONLY]
  return {
    ops: [
      ...box.ops.filter((op) => op.kind !== 'remount-ro'),
      ...ownOps(policy, facts, { box, places, self: start.self, last }),
      ...box.ops.filter((op) => op.kind === 'remount-ro'),
      ...last,
    ],
    argv: [command, ...start.args],
    isCommandVisible: isVisible(facts, box),
    env,
    envOrigins: origins,
    chdir: startFolder(facts, box),
    hostname: policy.hostname,
    network: policy.network,
    limits: held.limits,
    scoped: whyUnscoped(facts.landlock, start.options) === undefined,
    nested: policy.nested,
    create: usedOf(places, box),
    skipped: [...places.skipped, ...notAwaited(places, box)],
    weakened: [
      ...weakenings(policy, start),
      ...scopeWeakenings(facts.landlock, start.options),
      ...held.weakened,
      ...gitWeakenings(facts.git),
    ],
    notices: [
      ...hideNotices({ policy, facts, places, box }),
      ...linkNotices(places),
      ...gitNotices(facts, box),
      ...twinNotices(twins),
    ],
    droppedEnv: dropped,
    twins,
  }
}

/** What is to be made on the host for this box, with the folders that it lies in. */
function usedOf({ create, nodes }: Nodes, box: Arranged): HostPlace[] {
  const used = create.filter(({ path }) => isUsed(path, nodes, box))
  return create.filter(({ path }) => used.some((place) => isWithin(place.path, path)))
}

/**
 * Whether what is made at a path of the host has a use in the box: a place of its own there, shown or closed, or one
 * inside of what is read-only. In a writable folder the command can make it itself. What git's files ask
 * for is made only where the command could make it: it may have written them, and let them lead anywhere.
 */
function isUsed(path: string, nodes: Nodes['nodes'], box: Arranged): boolean {
  if (box.coverOf(path) === 'ro' && nodes.get(path)?.from !== GIT) return true
  return box.ops.some(
    (op) =>
      (op.kind === 'bind' && op.source === path) ||
      (op.kind === 'tmpfs' && op.bytes === 0 && op.path === path),
  )
}

function isVisible({ command }: Facts, box: Arranged): boolean {
  const cover = command.state === 'found' ? box.coverOf(command.real) : 'mask'
  return cover === 'ro' || cover === 'rw'
}

/** The root of the box is a tmpfs of ours: without this, /etc and new folders beside it could be written. */
const ROOT_READ_ONLY: Op = {
  kind: 'remount-ro',
  path: '/',
  why: 'nothing is made outside the writable places',
  from: 'fixed',
}

/** bwrap's /dev is a tmpfs without a limit of its size; devices in it work all the same. */
const DEV_READ_ONLY: Op = {
  kind: 'remount-ro',
  path: '/dev',
  why: 'no files beside the devices',
  from: 'fixed',
}

/** The current folder as it is named outside, when it is visible inside; else the project. */
function startFolder(facts: Facts, box: Arranged): string {
  const { logical } = facts.caller.cwd
  const fact = facts.paths.get(logical)
  if (fact?.state !== 'present') return facts.project.path
  const cover = box.coverOf(fact.real)
  return cover === 'ro' || cover === 'rw' ? logical : facts.project.path
}

/** What a bwrap with these options cannot hold of a policy. */
export function weakenings(
  policy: Pick<Policy, 'tmpBytes'>,
  { options, bwrapVersion }: Pick<Start, 'options' | 'bwrapVersion'>,
): Weakening[] {
  const found: Weakening[] = []
  const update = 'Install a newer bubblewrap.'
  for (const [option, id] of [
    ['--seccomp', 'seccomp'],
    ['--cap-drop', 'capabilities'],
    ['--json-status-fd', 'status'],
    ['--remount-ro', 'root-writable'],
  ] as const) {
    const because = `bwrap ${bwrapVersion} has no ${option}`
    if (!options.has(option)) found.push({ id, what: WEAKENINGS[id], because, fix: update })
  }
  if (policy.tmpBytes > 0 && !canLimitTmpfs(options)) {
    const because = options.setuid ? 'a setuid bwrap refuses --size' : `bwrap ${bwrapVersion} has no --size`
    found.push({ id: 'tmp-size', what: WEAKENINGS['tmp-size'], because, fix: update })
  }
  return found
}
