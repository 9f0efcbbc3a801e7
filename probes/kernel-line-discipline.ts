import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** asm-generic/ioctls.h. */
const TIOCSETD = 0x5423

export const probe = defineProbe({
  id: 'kernel-line-discipline',
  claim: 'No code of modems and old networks can be put behind a terminal (CVE-2023-6546).',
  guards: [{ row: ['ioctl'] }],
  attempt: () => reachesKernel('ioctl', -1, TIOCSETD),
})
