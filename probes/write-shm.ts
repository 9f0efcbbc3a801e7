import { ownFolder } from '../src/verify/shared-place.ts'

export const probe = ownFolder({
  id: 'write-shm',
  claim: 'A file made in /dev/shm is not in /dev/shm of the host.',
  folder: '/dev/shm',
})
