import { EXIT, JailError } from '../errors.ts'
import type { Caller, Command, Facts, Project } from '../host/facts.ts'
import { isPattern, isWithin, nameOf } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { mayAccess } from './access.ts'
import type { Plan } from './plan.ts'

/** Folders that hold a whole machine or many people's files: too wide for a project. */
const TOO_WIDE = [
  '/tmp',
  '/var',
  '/var/tmp',
  '/home',
  '/opt',
  '/srv',
  '/mnt',
  '/media',
  '/run',
  '/root',
  // Where Fedora Atomic has the same: /home and the others are links there.
  '/var/home',
  '/var/opt',
  '/var/srv',
  '/var/mnt',
  '/var/roothome',
]
/** In lower case, since Windows does not tell case apart. */
const SYSTEM_OF_WINDOWS = ['windows', 'program files', 'program files (x86)', 'programdata']
const SYSTEM = [
  '/usr',
  '/etc',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/boot',
  '/dev',
  '/proc',
  '/sys',
  '/nix',
  '/gnu',
  '/snap',
  '/var/lib',
  '/var/log',
  '/var/cache',
  '/var/spool',
  '/var/usrlocal',
  '/sysroot',
  '/run/user',
  '/run/systemd',
]

/** Stops a start whose project would give away more than a project. */
export function refuseProject(project: Project, caller: Caller, homeReal: string, policy: Policy): void {
  const { path } = project
  const stop = (id: string, sentence: string, fix: string): never => {
    throw new JailError(id, sentence, { fix })
  }
  const go = 'Go into a project (cd ~/src/thing) or name one: jail run --project DIR …'
  if (path === '/') stop('project.root', 'The project would be /, the whole machine.', go)
  for (const home of [homeReal, caller.home]) {
    if (path === home)
      stop(
        'project.home',
        `The project would be ${path}, your home folder, and everything in it would be writable.`,
        go,
      )
    if (isWithin(home, path))
      stop('project.above-home', `The project would be ${path}, which holds your home folder.`, go)
  }
  const system = SYSTEM.find((folder) => isWithin(path, folder))
  if (system) stop('project.system', `The project would be ${path}, a part of the system (${system}).`, go)
  if (TOO_WIDE.includes(path) || isWideOnWindows(path))
    stop('project.too-wide', `The project would be ${path}, which holds files of many programs.`, go)
  for (const rule of policy.rules) {
    if (!isWithin(path, rule.path) || isPattern(rule.path)) continue
    if (rule.word === 'hide')
      stop('project.hidden', `The project would be ${path}, but ${rule.path} is hidden (${rule.why}).`, go)
    if (rule.create)
      stop(
        'project.state',
        `The project would be ${path}, where ${policy.profile} keeps its own state (${rule.why}).`,
        go,
      )
  }
}

/** On a drive of Windows, which WSL mounts at /mnt/LETTER: the drive, its system, the folder of all homes, and one home. */
function isWideOnWindows(path: string): boolean {
  const [, mnt, drive = '', top, , inHome] = path.split('/')
  if (mnt !== 'mnt' || drive.length !== 1) return false
  const folder = top?.toLowerCase()
  if (folder === 'users') return inHome === undefined
  return folder === undefined || SYSTEM_OF_WINDOWS.includes(folder)
}

/** Stops a start when the project could not be written inside, which every agent would find out much later. */
export function refuseUnwritable(facts: Pick<Facts, 'caller' | 'project' | 'paths' | 'projectOwner'>): void {
  const fact = facts.paths.get(facts.project.named)
  if (fact?.state !== 'present' || (mayAccess(fact, facts.caller, 2) && mayAccess(fact, facts.caller, 1)))
    return
  const owner = facts.projectOwner
  const root = facts.caller.uid === 0 && owner
  throw new JailError(
    'project.read-only',
    `The project ${facts.project.path} cannot be written by ${facts.caller.user} inside: it belongs to ${owner?.name ?? facts.caller.user} and its mode is ${fact.mode.toString(8)}.`,
    {
      fix: root
        ? `Run jail as ${owner.name}; root has no special rights inside.`
        : `Type: chmod u+wx ${facts.project.path}, or work in a folder of yours.`,
    },
  )
}

/** Stops a start whose command cannot run, with the exit code that a shell would give. */
export function refuseCommand(
  command: Command,
  word: string,
): asserts command is Extract<Command, { state: 'found' }> {
  switch (command.state) {
    case 'found':
      if (command.lost !== undefined) throw lostInterpreter(command.path, command.lost)
      return
    case 'missing':
      throw notFound(command, word)
    case 'not-executable':
      throw new JailError('command.not-executable', `${command.path} cannot be executed: ${command.why}.`, {
        exit: EXIT.notExecutable,
        fix: `If it is a program: chmod +x ${command.path}`,
      })
    case 'refused':
      throw new JailError(
        'command.foreign-sandbox',
        `${command.path} is a ${command.by} program, and ${command.by} cannot start inside a user namespace.`,
        {
          exit: EXIT.notExecutable,
          fix: `Install ${word} another way (npm, the distribution's package, or its own installer).`,
        },
      )
  }
}

function lostInterpreter(path: string, lost: string): JailError {
  const sentence = `${path} cannot be executed: it is started by ${lost}, which is not on this machine.`
  return new JailError('command.lost-interpreter', sentence, {
    exit: EXIT.notExecutable,
    fix: `Install ${nameOf(lost)}, or correct the first line of ${path} (head -n 1 ${path}).`,
  })
}

function notFound(command: Extract<Command, { state: 'missing' }>, word: string): JailError {
  const where =
    command.searched.length === 0
      ? 'PATH is empty'
      : command.name.includes('/')
        ? `there is no ${command.name}`
        : `looked in ${command.searched.join(', ')}`
  return new JailError('command.not-found', `The command ${JSON.stringify(word)} was not found: ${where}.`, {
    exit: EXIT.notFound,
    fix: 'Check the spelling, install it, or give its full path. `jail profiles` lists the profiles.',
  })
}

/** Stops a start whose program is on this machine but hidden in the box. */
export function refuseHiddenCommand({ argv: [path = ''], isCommandVisible }: Plan): void {
  if (isCommandVisible) return
  throw new JailError('command.hidden', `${path} is there outside, but it is not visible inside the jail.`, {
    exit: EXIT.notFound,
    fix: `Show it: jail run --read ${path} …, or leave out the --hide that covers it.`,
  })
}

/** Stops a start that would be weaker than the policy asks, unless the policy names each weakening as fine. */
export function refuseWeaker(plan: Plan, policy: Policy): void {
  const open = plan.weakened.filter((weakening) => !policy.accept.has(weakening.id))
  if (open.length === 0) return
  const list = open.map(({ id, what, because }) => `${id}: ${what}, because ${because}`).join('; ')
  throw new JailError(
    'plan.weaker',
    `This machine cannot hold what the profile ${policy.profile} promises (${list}).`,
    { fix: open[0]?.fix ?? '' },
  )
}

/** bwrap stops at 9000 words (MAX_ARGS in bubblewrap.c); some come with the launch. */
const MOST_WORDS = 8900

/** Stops a start with more places than bwrap takes; it is told what makes most of them. */
export function refuseTooMany({ ops }: Plan, words: readonly unknown[]): void {
  if (words.length <= MOST_WORDS) return
  const counts = new Map<string, number>()
  for (const { why } of ops) counts.set(why, (counts.get(why) ?? 0) + 1)
  const [why = '', count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  throw new JailError(
    'plan.too-many',
    `The box would have ${ops.length} places, more than bubblewrap takes; ${count} of them come from one rule (${why}).`,
    { fix: 'Name the folder that holds them, or a narrower pattern.' },
  )
}
