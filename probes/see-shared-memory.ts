import { toArrayBuffer } from 'bun:ffi'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** shmat(2). */
const SHM_RDONLY = 0o10000

export const probe = defineProbe({
  id: 'see-shared-memory',
  claim: 'Shared memory of processes outside cannot be read.',
  guards: [{ word: '--unshare-ipc' }],
  attempt: ({ witness, canary }) => {
    const { worked, evidence, answer } = systemCall('shmat', witness.shm, 0, SHM_RDONLY)
    if (!worked) return { worked, evidence }
    const text = new TextDecoder().decode(toArrayBuffer(answer as never, 0, canary.length))
    return { worked: text === canary, evidence: 'read the shared memory' }
  },
})
