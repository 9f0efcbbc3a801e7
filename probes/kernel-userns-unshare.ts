import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

const CLONE_NEWUSER = 0x10000000

export const probe = defineProbe({
  id: 'kernel-userns-unshare',
  claim: 'No user namespace can be made by unshare.',
  guards: [{ row: ['unshare'] }, { word: '--disable-userns' }],
  attempt: () => inChild([{ call: 'unshare', args: [CLONE_NEWUSER] }]),
})
