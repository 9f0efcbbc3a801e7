import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-outside',
  claim: 'A file beside the home folder cannot be changed.',
  path: '~/../outside/notes',
})
