import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** Levels end at 3, ports at 65535: the kernel sees that before it looks at rights (arch/x86/kernel/ioport.c). */
const NO_LEVEL = 4
const NO_PORT = 65536

export const probe = defineProbe({
  id: 'kernel-ports',
  claim: 'The ports of the processor, which lead to its devices, cannot be opened.',
  guards: [{ row: ['iopl', 'ioperm'] }],
  arch: 'x64',
  attempt: () => {
    const all = reachesKernel('iopl', NO_LEVEL)
    return all.worked ? all : reachesKernel('ioperm', NO_PORT, 1, 1)
  },
})
