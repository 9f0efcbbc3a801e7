import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-pi',
  claim: 'An extension of pi cannot be changed.',
  path: './.pi/extensions/check.ts',
  guards: [{ op: './.pi' }],
})
