import { cloneChild } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const CLONE_NEWUSER = 0x10000000

export const probe = defineProbe({
  id: 'kernel-userns',
  claim: 'No user namespace can be made, so no capability can be had in one.',
  guards: [{ row: ['clone'] }, { word: '--disable-userns' }],
  attempt: () => cloneChild(CLONE_NEWUSER),
})
