import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-bashrc',
  claim: '~/.bashrc cannot be changed on the host.',
  path: '~/.bashrc',
})
