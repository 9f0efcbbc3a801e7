import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-git-attributes',
  claim: "git's attributes, which can switch programs on, cannot be changed.",
  path: './.git/info/attributes',
  guards: [{ op: './.git/info/attributes' }],
})
