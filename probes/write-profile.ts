import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-profile',
  claim: '~/.profile cannot be changed on the host.',
  path: '~/.profile',
})
