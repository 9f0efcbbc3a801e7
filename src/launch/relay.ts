import { ptr } from 'bun:ffi'
import type { Libc } from '../sys/libc.ts'
import { RELAY_CODE } from './shim/code.ts'

/** The largest page of any kernel for these processors; protection goes by whole pages (mprotect(2)). */
const PAGE = 65_536
const PROT_READ_WRITE = 3
const PROT_EXEC = 4
/** What the code has in place of the number of this process. */
const PLACEHOLDER = 0x1111_1111
/** Where x86_64's way back stands behind that number; aarch64 has the kernel's own (sigaction(2), SA_RESTORER). */
const BACK = 4

/**
 * A signal handler of a few instructions of our own. A signal to jail that comes while its first thread, which blocks
 * it, does other work is taken by one of Bun's threads, which block none: it would be lost, or end jail. This hands it
 * to the first thread, with where it came from, and there it waits to be fetched.
 */
export type Relay = {
  readonly handler: number
  readonly back: number
  /** After this nothing may lead to the handler any more. */
  readonly close: () => void
}

/** The relay; undefined where the kernel gives no executable memory, as some policies of SELinux do. */
export function makeRelay(libc: Libc): Relay | undefined {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const code = Uint8Array.fromHex(RELAY_CODE[arch])
  const view = new DataView(code.buffer)
  let pidAt = 0
  while (view.getUint32(pidAt, true) !== PLACEHOLDER) pidAt++
  view.setUint32(pidAt, process.pid, true)
  const room = new Uint8Array(2 * PAGE)
  const start = Number(ptr(room))
  const handler = Math.ceil(start / PAGE) * PAGE
  room.set(code, handler - start)
  if (libc.call('mprotect', handler, PAGE, PROT_READ_WRITE | PROT_EXEC) < 0) return undefined
  return {
    handler,
    back: arch === 'x64' ? handler + pidAt + BACK : 0,
    // It keeps the memory for as long as somebody could call this.
    close: () => void (room.length && libc.call('mprotect', handler, PAGE, PROT_READ_WRITE)),
  }
}
