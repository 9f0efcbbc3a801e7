import { nameOf } from '../policy/paths.ts'
import type { Files } from '../sys/files.ts'

/** Small reads of /proc about processes that were started here. Each answers undefined when the process is gone. */

/** The command inside: the first child of the box's first process. */
export function commandPid(files: Files, init: number): number | undefined {
  return childrenOf(files, init)[0]
}

/** Children of a process that has one thread (proc_tid_children(5)). */
function childrenOf(files: Files, pid: number): number[] {
  const words = read(files, `/proc/${pid}/task/${pid}/children`)?.split(' ') ?? []
  return words.map((word) => Number.parseInt(word, 10)).filter((child) => child > 0)
}

const SIGSTOP = 19
const SIGKILL = 9
const PR_SET_CHILD_SUBREAPER = 36
const MOST_LOOKS = 1000

/**
 * Ends a bwrap that is still at work. Its child waits for it without end in that phase, in spite of
 * --die-with-parent, so bwrap is stopped, its child is ended, and then bwrap.
 */
export function endUnfinished(files: Files, pid: number): void {
  const { libc } = files
  libc.call('kill', pid, SIGSTOP)
  for (let look = 0; look < MOST_LOOKS && !isStopped(files, pid); look++);
  for (const child of childrenOf(files, pid)) libc.call('kill', child, SIGKILL)
  libc.call('kill', pid, SIGKILL)
}

/**
 * Ends the first process of a box whose outer bwrap was killed while it made the namespaces: it waits for that bwrap
 * without end. Since jail takes in orphans at that time (`takeInOrphans`), it is a child of jail now, and in a process
 * namespace of its own, unlike what a shell has started before it became jail.
 */
export function endOrphans(files: Files): void {
  for (const child of childrenOf(files, process.pid))
    if (isDeeper(read(files, `/proc/${child}/status`))) files.libc.call('kill', child, SIGKILL)
}

/** Whether processes that lose their parent become jail's own children (prctl(2), PR_SET_CHILD_SUBREAPER). */
export function takeInOrphans({ libc }: Files, does: boolean): void {
  libc.call('prctl', PR_SET_CHILD_SUBREAPER, does ? 1 : 0)
}

/** Whether a text of proc_pid_status(5) has more numbers behind NSpid than the one that is seen from here. */
function isDeeper(status = ''): boolean {
  const at = status.indexOf('NSpid:')
  const line = status.slice(at, status.indexOf('\n', at))
  return at >= 0 && line.split('\t').length > 2
}

/** Whether a process is stopped or has ended (proc_pid_stat(5): the letter behind the name in parentheses). */
export function isStopped(files: Files, pid: number): boolean {
  return 'TZX'.includes(stateOf(files, pid))
}

/** Whether a process has ended, reaped or not. */
export function hasEnded(files: Files, pid: number): boolean {
  return 'ZX'.includes(stateOf(files, pid))
}

/** The letter of a state; X, which is dead, for a process that is gone. */
function stateOf(files: Files, pid: number): string {
  const stat = read(files, `/proc/${pid}/stat`) ?? ''
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? 'X'
}

/** Whether `pid` still runs this bwrap: a number may belong to another process by now (comm has 15 bytes, proc(5)). */
export function isBwrap(files: Files, pid: number, path: string): boolean {
  return read(files, `/proc/${pid}/comm`)?.trim() === nameOf(path).slice(0, 15)
}

/**
 * The soft limit of open files that the caller had. Bun raises its own to the hard limit at start, so the parent's is
 * taken: the same shell set both. Undefined when it cannot be known.
 */
export function callersOpenFiles(files: Files): { readonly soft: bigint; readonly hard: bigint } | undefined {
  const own = openFilesIn(read(files, '/proc/self/limits'))
  const parent = openFilesIn(read(files, `/proc/${process.ppid}/limits`))
  if (!own || !parent || own.hard !== parent.hard) return undefined
  return { soft: BigInt(parent.soft), hard: BigInt(own.hard) }
}

/** The soft and hard limit in the text of proc_pid_limits(5); undefined for another text, and for "unlimited". */
function openFilesIn(limits = ''): { readonly soft: number; readonly hard: number } | undefined {
  const name = 'Max open files'
  const at = limits.indexOf(name)
  const [soft, hard] = limits
    .slice(at + name.length, at + 60)
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
  if (at < 0 || soft === undefined || hard === undefined || !(soft >= 0) || !(hard >= 0)) return undefined
  return { soft, hard }
}

function read(files: Files, path: string): string | undefined {
  const text = files.readText(path)
  return typeof text === 'string' ? text : undefined
}
