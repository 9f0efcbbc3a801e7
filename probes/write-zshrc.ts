import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-zshrc',
  claim: '~/.zshrc cannot be changed on the host.',
  path: '~/.zshrc',
})
