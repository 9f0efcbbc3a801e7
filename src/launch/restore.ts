import { ptr } from 'bun:ffi'
import { clearAmbientCapabilities } from '../sys/capabilities.ts'
import type { Files } from '../sys/files.ts'
import { callersOpenFiles } from './process.ts'

const RLIMIT_NOFILE = 7

/** Puts back what Bun changed in this process, since bwrap and the command inherit it. */
export function restoreCallersState(files: Files): void {
  const limit = callersOpenFiles(files)
  if (limit) limitOpenFiles(files, limit.soft, limit.hard)
  clearAmbientCapabilities(files.libc)
}

/** Raises the soft limit of open files again, as Bun had done, for a jail that goes on with other work. */
export function raiseOpenFiles(files: Files): void {
  const limit = callersOpenFiles(files)
  if (limit) limitOpenFiles(files, limit.hard, limit.hard)
}

function limitOpenFiles({ libc }: Files, soft: bigint, hard: bigint): void {
  libc.call('setrlimit', RLIMIT_NOFILE, ptr(new BigUint64Array([soft, hard])))
}
