import { closeSync, constants, openSync, readSync } from 'node:fs'
import type { Attempt, Guard } from './probe.ts'

/** What keeps root from writing the kernel's files in /proc. */
export const PROC_READ_ONLY: readonly Guard[] = [{ op: '/proc', kind: 'remount-ro', root: true }]

/** A file of the kernel is opened for writing and closed, and never written. */
export function writable(path: string): Attempt {
  return opened(path, constants.O_WRONLY, () => 'opened for writing')
}

/** A file of the kernel is read. */
export function readable(path: string): Attempt {
  return opened(path, constants.O_RDONLY, (fd) => `read ${readSync(fd, new Uint8Array(64))} bytes`)
}

/** A file that this kernel does not have is answered with ENOSYS, as a call that it does not have. */
function opened(path: string, flags: number, look: (fd: number) => string): Attempt {
  let fd: number
  try {
    fd = openSync(path, flags)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { worked: false, evidence: `${path}: ${code === 'ENOENT' ? 'ENOSYS' : code}` }
  }
  try {
    return { worked: true, evidence: `${path}: ${look(fd)}` }
  } finally {
    closeSync(fd)
  }
}
