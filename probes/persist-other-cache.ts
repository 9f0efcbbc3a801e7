import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-other-cache',
  claim: 'The cache that jail keeps for another project cannot be changed.',
  path: '~/.local/state/jail/cache/other/npm/index',
})
