import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-gitconfig',
  claim: '~/.gitconfig cannot be changed on the host.',
  path: '~/.gitconfig',
})
