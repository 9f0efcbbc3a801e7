import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-husky',
  claim: 'A hook of husky cannot be changed.',
  path: './.husky/pre-commit',
  guards: [{ op: './.husky' }],
})
