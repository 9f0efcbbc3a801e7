import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** asm-generic/ioctls.h. */
const TIOCLINUX = 0x541c
const UPPER = 2 ** 32

export const probe = defineProbe({
  id: 'kernel-tioclinux-upper-bits',
  claim: 'Nothing can be pasted into a console by TIOCLINUX with bits set that the kernel drops.',
  guards: [{ row: ['ioctl'] }],
  attempt: () => reachesKernel('ioctl', -1, TIOCLINUX + UPPER),
})
