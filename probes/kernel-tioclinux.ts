import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** asm-generic/ioctls.h. */
const TIOCLINUX = 0x541c

export const probe = defineProbe({
  id: 'kernel-tioclinux',
  claim: 'Nothing can be pasted into a console by TIOCLINUX (CVE-2023-28100).',
  guards: [{ row: ['ioctl'] }],
  attempt: () => reachesKernel('ioctl', -1, TIOCLINUX),
})
