import { ptr } from 'bun:ffi'
import { closeSync, openSync } from 'node:fs'
import { cString } from '../sys/libc.ts'
import { inChild } from './fork.ts'
import { systemCall, tried } from './hands.ts'
import type { Attempt } from './probe.ts'

/** asm-generic/ioctls.h and asm/ioctls.h, the same on both architectures. */
export const TIOCSTI = 0x5412
const TIOCSPTLCK = 0x40045431
const TIOCGPTN = 0x80045430
const AT_FDCWD = -100
const O_RDWR = 2
const EIO = 5

/**
 * Types a byte into a terminal that is made for it, and is the controlling one of a child (TIOCSTI(2const)). EIO counts,
 * too: that is the answer of a kernel in which the call is switched off (dev.tty.legacy_tiocsti), so it was asked.
 */
export function typeInto(request: number): Attempt {
  return tried(() => {
    const master = openSync('/dev/ptmx', 'r+')
    try {
      const number = new Int32Array(1)
      systemCall('ioctl', master, TIOCSPTLCK, ptr(number))
      systemCall('ioctl', master, TIOCGPTN, ptr(number))
      const path = cString(`/dev/pts/${number[0]}`)
      const byte = cString('x')
      const { code, evidence } = inChild([
        // The first terminal that the leader of a session opens becomes its controlling one (open(2), O_NOCTTY).
        { call: 'setsid' },
        { call: 'close', args: [0] },
        // The lowest free number is taken (open(2)): 0.
        { call: 'openat', args: [AT_FDCWD, ptr(path), O_RDWR] },
        { call: 'ioctl', args: [0, request, ptr(byte)] },
      ])
      return { worked: code === 0 || code === EIO, evidence }
    } finally {
      closeSync(master)
    }
  })
}
