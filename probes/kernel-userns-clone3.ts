import { cloneByClone3 } from '../src/verify/clone3.ts'
import { defineProbe } from '../src/verify/probe.ts'

const CLONE_NEWUSER = 0x10000000

export const probe = defineProbe({
  id: 'kernel-userns-clone3',
  claim: 'No user namespace can be made by clone3, whose flags a filter cannot read.',
  guards: [{ row: ['clone3'] }, { word: '--disable-userns' }],
  attempt: () => cloneByClone3(CLONE_NEWUSER),
})
