import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-envrc',
  claim: '.envrc, which direnv runs, cannot be changed.',
  path: './.envrc',
  guards: [{ op: './.envrc' }],
})
