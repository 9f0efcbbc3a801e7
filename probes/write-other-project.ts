import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-other-project',
  claim: 'Another project cannot be changed.',
  path: '~/src/other/notes.ts',
})
