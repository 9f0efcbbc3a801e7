import { ownFolder } from '../src/verify/shared-place.ts'

export const probe = ownFolder({
  id: 'write-tmp',
  claim: 'A file made in /tmp is not in /tmp of the host.',
  folder: '/tmp',
})
