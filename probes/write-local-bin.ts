import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-local-bin',
  claim: 'No program in ~/.local/bin of the host can be changed.',
  path: '~/.local/bin/tool',
})
