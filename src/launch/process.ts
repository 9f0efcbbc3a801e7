import type { Files } from '../sys/files.ts'

/** Small reads of /proc about processes that were started here. Each answers undefined when the process is gone. */

/** The command inside: the first child of the box's first process (proc_tid_children(5)). */
export function commandPid(files: Files, init: number): number | undefined {
  const children = read(files, `/proc/${init}/task/${init}/children`)?.trim().split(' ')
  const first = Number(children?.[0])
  return Number.isInteger(first) && first > 0 ? first : undefined
}

/** Whether `pid` is still a bwrap of ours: a number may belong to another process by now. */
export function isBwrap(files: Files, pid: number): boolean {
  return read(files, `/proc/${pid}/comm`)?.trim() === 'bwrap'
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

/** Whether the caller has ambient capabilities: bwrap refuses to start with them ("Unexpected capabilities"). */
export function hasAmbientCapabilities(files: Files): boolean {
  const status = read(files, '/proc/self/status') ?? ''
  const at = status.indexOf('CapAmb:')
  return at >= 0 && Number.parseInt(status.slice(at + 'CapAmb:'.length, status.indexOf('\n', at)), 16) !== 0
}

function read(files: Files, path: string): string | undefined {
  const text = files.readText(path)
  return typeof text === 'string' ? text : undefined
}
