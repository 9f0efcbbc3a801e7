import { defineProbe } from '../src/verify/probe.ts'
import { statusOf } from '../src/verify/status.ts'

export const probe = defineProbe({
  id: 'kernel-capabilities',
  claim: 'No capability can be had again: the bounding set is empty.',
  guards: [{ word: '--cap-drop' }],
  attempt: () => {
    const set = statusOf('CapBnd')
    return { worked: BigInt(`0x${set}`) !== 0n, evidence: `CapBnd ${set}` }
  },
})
