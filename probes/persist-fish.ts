import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-fish',
  claim: 'The start file of fish cannot be changed on the host.',
  path: '~/.config/fish/config.fish',
})
