import { ptr } from 'bun:ffi'
import type { Libc } from '../sys/libc.ts'

const F_SETFL = 4
const F_SETOWN_EX = 15
const F_OWNER_TID = 0
const O_ASYNC = 0o20000
const O_NONBLOCK = 0o4000

/**
 * Has SIGIO sent to the first thread, which sleeps until a signal comes, when there is something to read (fcntl(2)). In any
 * other sleep a signal for the command would go to one of Bun's threads and be lost.
 */
export function wakeBySignal(libc: Libc, fd: number, flags: 0 | typeof O_NONBLOCK = 0): void {
  const owner = new Int32Array([F_OWNER_TID, process.pid])
  libc.call('fcntl', fd, F_SETOWN_EX, Number(ptr(owner)))
  libc.call('fcntl', fd, F_SETFL, O_ASYNC | flags)
}
