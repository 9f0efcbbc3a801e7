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
  const line = /^Max open files\s+(\d+)\s+(\d+)/m
  const own = line.exec(read(files, '/proc/self/limits') ?? '')
  const parent = line.exec(read(files, `/proc/${process.ppid}/limits`) ?? '')
  if (!own?.[2] || !parent?.[1] || own[2] !== parent[2]) return undefined
  return { soft: BigInt(parent[1]), hard: BigInt(own[2]) }
}

/** Whether the caller has ambient capabilities: bwrap refuses to start with them ("Unexpected capabilities"). */
export function hasAmbientCapabilities(files: Files): boolean {
  return /^CapAmb:\s*0*[1-9a-f]/m.test(read(files, '/proc/self/status') ?? '')
}

function read(files: Files, path: string): string | undefined {
  const text = files.readText(path)
  return typeof text === 'string' ? text : undefined
}
