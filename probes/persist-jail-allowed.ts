import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-jail-allowed',
  claim: 'What jail was allowed cannot be changed.',
  path: '~/.local/state/jail/allowed/verify.json',
})
