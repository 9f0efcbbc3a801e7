import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-shell-start',
  claim: '~/.bash_profile, which the next login runs, cannot be changed on the host.',
  path: '~/.bash_profile',
})
