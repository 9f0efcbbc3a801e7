import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** asm/unistd_32.h; int 0x80 is the entry of 32-bit programs. */
const GETPID = 20
/** What the processor makes of int 0x80 where the kernel has no entry for it (ia32_emulation=0, some virtual machines). */
const NO_ENTRY = 'ended by signal 11'

export const probe = defineProbe({
  id: 'kernel-32-bit-calls',
  claim: 'The system calls of 32-bit programs, with numbers that the filter does not know, cannot be used.',
  guards: [{ word: '--seccomp' }],
  arch: 'x64',
  attempt: () => {
    const { worked, evidence } = inChild([{ call: GETPID, how: 'old' }])
    return {
      worked,
      evidence: evidence === NO_ENTRY ? `${evidence}, as without that entry: ENOSYS` : evidence,
    }
  },
})
