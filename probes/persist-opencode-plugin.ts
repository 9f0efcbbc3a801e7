import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-opencode-plugin',
  claim: 'A plugin of opencode cannot be changed.',
  path: './.opencode/plugin/check.ts',
  guards: [{ op: './.opencode' }],
})
