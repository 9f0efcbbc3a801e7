import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-cache',
  claim: 'What is put into ~/.cache does not get into the cache of the host.',
  path: '~/.cache/npm/_cacache/index',
})
