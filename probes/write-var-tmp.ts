import { ownFolder } from '../src/verify/shared-place.ts'

export const probe = ownFolder({
  id: 'write-var-tmp',
  claim: 'A file made in /var/tmp is not in /var/tmp of the host.',
  folder: '/var/tmp',
})
