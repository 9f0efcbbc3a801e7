import type { Facts } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { type Arranged, arrange } from './arrange.ts'
import { makeEnvironment } from './environment.ts'
import { cacheFolder } from './fixed.ts'
import { collectNodes } from './nodes.ts'
import { canLimitTmpfs, type Op, type Options } from './op.ts'
import { ownOps } from './own.ts'
import type { Plan, Weakening } from './plan.ts'

/** What is started: the command's path comes from the facts, the arguments from the profile and the person. */
export type Start = {
  readonly args: readonly string[]
  readonly stateHome: string
  readonly options: Options
  readonly bwrapVersion: string
}

/** Makes the plan of one start from what the person allows and what this machine is. Pure. */
export function makePlan(policy: Policy, facts: Facts, start: Start): Plan {
  const places = collectNodes(policy, facts, cacheFolder(start.stateHome, facts.project.id))
  const box = arrange(places, policy.tmpBytes)
  const { env, dropped } = makeEnvironment(policy, facts, box)
  const command = facts.command.state === 'found' ? facts.command.path : ''
  return {
    ops: [
      ...box.ops.filter((op) => op.kind !== 'remount-ro'),
      ...ownOps(policy, facts, { box, places }),
      ...box.ops.filter((op) => op.kind === 'remount-ro'),
      DEV_READ_ONLY,
      ROOT_READ_ONLY,
    ],
    argv: [command, ...start.args],
    isCommandVisible: isVisible(facts, box),
    env,
    chdir: startFolder(facts, box),
    hostname: policy.hostname,
    network: policy.network,
    create: places.create.filter((folder) =>
      box.ops.some((op) => op.kind === 'bind' && op.source === folder.path),
    ),
    skipped: places.skipped,
    weakened: weakenings(policy, start),
    droppedEnv: dropped,
  }
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

function weakenings(policy: Policy, { options, bwrapVersion }: Start): Weakening[] {
  const found: Weakening[] = []
  const update = 'Install a newer bubblewrap.'
  for (const [option, id, what] of [
    [
      '--seccomp',
      'seccomp',
      'no filter of system calls: terminal injection and new namespaces stay possible',
    ],
    ['--cap-drop', 'capabilities', 'capabilities of the caller stay in force inside'],
    ['--json-status-fd', 'status', 'a failure of bwrap cannot be told from one of the command'],
    ['--remount-ro', 'root-writable', 'the root folder of the box can be written'],
  ] as const) {
    if (!options.has(option))
      found.push({ id, what, because: `bwrap ${bwrapVersion} has no ${option}`, fix: update })
  }
  if (policy.tmpBytes > 0 && !canLimitTmpfs(options)) {
    const because = options.setuid ? 'a setuid bwrap refuses --size' : `bwrap ${bwrapVersion} has no --size`
    found.push({
      id: 'tmp-size',
      what: 'the size of /tmp and the hidden home is not limited',
      because,
      fix: update,
    })
  }
  return found
}
