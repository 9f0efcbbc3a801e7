import { ptr } from 'bun:ffi'
import { closeSync, openSync } from 'node:fs'
import { cString } from '../sys/libc.ts'
import { inChild, type Step } from './fork.ts'
import { systemCall } from './hands.ts'
import type { Attempt } from './probe.ts'
import { Untried } from './untried.ts'

/** asm-generic/ioctls.h and asm/ioctls.h, the same on both architectures. */
export const TIOCSTI = 0x5412
const TIOCSPTLCK = 0x40045431
const TIOCGPTN = 0x80045430
const AT_FDCWD = -100
const O_RDWR = 2
const EIO = 5

/**
 * Types a byte into a terminal that is made for it, and is the controlling one of a child (TIOCSTI(2const)). EIO counts,
 * too: that is the answer of a kernel in which the call is switched off (dev.tty.legacy_tiocsti), so it was asked. Where
 * no terminal can be made nothing was asked, and one that the box was given may still be open: that throws `Untried`.
 */
export function typeInto(request: number): Attempt {
  const master = newTerminal()
  try {
    const number = new Int32Array(1)
    systemCall('ioctl', master, TIOCSPTLCK, ptr(number))
    systemCall('ioctl', master, TIOCGPTN, ptr(number))
    const path = cString(`/dev/pts/${number[0]}`)
    const byte = cString('x')
    const opened: Step[] = [
      // The first terminal that the leader of a session opens becomes its controlling one (open(2), O_NOCTTY).
      { call: 'setsid' },
      { call: 'close', args: [0] },
      // The lowest free number is taken (open(2)): 0.
      { call: 'openat', args: [AT_FDCWD, ptr(path), O_RDWR] },
    ]
    const first = inChild(opened)
    if (!first.worked) throw new Untried(`no terminal can be opened: ${first.evidence}`)
    const { code, evidence } = inChild([...opened, { call: 'ioctl', args: [0, request, ptr(byte)] }])
    return { worked: code === 0 || code === EIO, evidence }
  } finally {
    closeSync(master)
  }
}

function newTerminal(): number {
  try {
    return openSync('/dev/ptmx', 'r+')
  } catch (error) {
    throw new Untried(`no terminal can be made: ${error instanceof Error ? error.message : error}`)
  }
}
