import type { Facts } from '../host/facts.ts'
import { isBelow } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { WEAKENINGS } from '../policy/weakenings.ts'
import { type Arranged, arrange } from './arrange.ts'
import { briefText } from './brief.ts'
import { makeEnvironment } from './environment.ts'
import { BIN, BIN_FOLDER, BRIEF, cacheFolder, WHY } from './fixed.ts'
import { gitNotices, gitWeakenings } from './git-notices.ts'
import { groupText, hostsText, NSSWITCH, passwdText } from './identity.ts'
import { collectNodes, type Nodes } from './nodes.ts'
import { canLimitTmpfs, type Op, type Options } from './op.ts'
import { guardOwnFiles } from './own-files.ts'
import type { Plan, Weakening } from './plan.ts'
import { realOf } from './real.ts'
import { whyText } from './why.ts'

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
  const { env, dropped, origins } = makeEnvironment(policy, facts, { box, lastOfPath })
  const command = facts.command.state === 'found' ? facts.command.path : ''
  return {
    ops: [
      ...box.ops.filter((op) => op.kind !== 'remount-ro'),
      ...ownOps(policy, facts, { box, places, self: start.self }),
      ...box.ops.filter((op) => op.kind === 'remount-ro'),
      DEV_READ_ONLY,
      ROOT_READ_ONLY,
    ],
    argv: [command, ...start.args],
    isCommandVisible: isVisible(facts, box),
    env,
    envOrigins: origins,
    chdir: startFolder(facts, box),
    hostname: policy.hostname,
    network: policy.network,
    nested: policy.nested,
    create: places.create.filter((place) =>
      box.ops.some((op) => op.kind === 'bind' && op.source === place.path),
    ),
    skipped: places.skipped,
    weakened: [...weakenings(policy, start), ...gitWeakenings(facts.git)],
    notices: gitNotices(facts, box),
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

const VAR_RUN: Op = {
  kind: 'symlink',
  path: '/var/run',
  to: '/run',
  why: 'the old name of /run',
  from: 'fixed',
}

type Made = { readonly box: Arranged; readonly places: Nodes; readonly self: string | undefined }

/**
 * The kernel lets whoever has root's uid write its settings, without a capability (test_perm in fs/proc/proc_sysctl.c), and
 * core_pattern names a program that it starts as root outside of every box (core(5)). bwrap does not cover the folder:
 * it asks access(2) first, which says that nobody can write in it.
 */
const SYSCTLS_READ_ONLY: Op = {
  kind: 'bind',
  access: 'ro',
  path: '/proc/sys',
  source: '/proc/sys',
  why: 'root could change the settings of the kernel, and so start programs outside',
  from: 'fixed',
}

/** bwrap's /dev is a tmpfs without a limit of its size; devices in it work all the same. */
const DEV_READ_ONLY: Op = {
  kind: 'remount-ro',
  path: '/dev',
  why: 'no files beside the devices',
  from: 'fixed',
}

/** What is read-only in the project because the host runs it later. */
function protectedIn(places: Nodes, project: string): string[] {
  const nodes = [...places.nodes.values()].filter((node) => node.word === 'protect')
  return nodes.map((node) => node.path).filter((path) => isBelow(path, project))
}

/** git's settings for the project, as the person would type the path; undefined when they can be written. */
function closedGitConfig(places: Nodes, { git, project }: Facts): string | undefined {
  const commonDir = git.repositories.find(({ kind }) => kind === 'project')?.commonDir
  const config = `${commonDir ?? `${project.path}/.git`}/config`
  if (places.nodes.get(config)?.word !== 'protect') return undefined
  return isBelow(config, project.path) ? `.${config.slice(project.path.length)}` : config
}

/** What jail makes itself: devices, processes, accounts, names, the brief, and the way to ask why. */
function ownOps(policy: Policy, facts: Facts, { box, places, self }: Made): Op[] {
  const from = 'fixed'
  const text = (path: string, content: string, why: string): Op => ({
    kind: 'data',
    path,
    content: { kind: 'text', text: content },
    mode: '0644',
    // Where the person grants /etc itself, jail's files lie over those of the host.
    onto: box.coverOf(path) === 'tmpfs' ? 'tmpfs' : 'over-ro',
    why,
    from,
  })
  const brief = briefText({
    ops: box.ops,
    protectedPaths: protectedIn(places, facts.project.path),
    gitConfig: closedGitConfig(places, facts),
    isHomeHidden: box.coverOf(realOf(facts.caller.home, facts.paths.get(facts.caller.home))) === 'tmpfs',
    project: facts.project.path,
    network: policy.network,
    hostname: policy.hostname,
    canAsk: self !== undefined,
  })
  const own: Op[] = [
    { kind: 'proc', path: '/proc', why: 'processes of the box only', from },
    ...(facts.caller.uid === 0 ? [SYSCTLS_READ_ONLY] : []),
    { kind: 'dev', path: '/dev', why: 'null, zero, full, random, urandom, tty, pts', from },
    // bwrap's own /dev/shm has no limit of its size.
    { kind: 'tmpfs', path: '/dev/shm', mode: '1777', bytes: policy.tmpBytes, why: 'shared memory', from },
    ...(box.coverOf('/var/run') === 'tmpfs' ? [VAR_RUN] : []),
    ...(self === undefined ? [] : [selfOp(self, box)]),
    text('/etc/passwd', passwdText(facts), 'your name; no other account'),
    text('/etc/group', groupText(facts), 'your groups'),
    text('/etc/hosts', hostsText(facts, policy.hostname), 'name lookup'),
    text('/etc/nsswitch.conf', NSSWITCH, 'name lookup'),
    text(BRIEF, brief, 'tells the agent where it is'),
  ]
  const why = (content: string): Op => text(WHY, content, 'what `jail why` answers from')
  const all = [...own, why(''), DEV_READ_ONLY, ROOT_READ_ONLY]
  const isWritable = (path: string): boolean => box.coverOf(path) === 'rw'
  return [
    ...own,
    why(whyText({ policy, facts, ops: box.ops, own: all, skipped: places.skipped, isWritable })),
  ]
}

/** jail itself, read-only: a link where it is visible anyway, for a link is no mount. */
function selfOp(self: string, box: Arranged): Op {
  const reason = { why: '`jail why` answers inside', from: 'fixed' }
  const cover = box.coverOf(self)
  return cover === 'ro' || cover === 'rw'
    ? { kind: 'symlink', path: BIN, to: self, ...reason }
    : { kind: 'bind', access: 'ro', path: BIN, source: self, ...reason }
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
