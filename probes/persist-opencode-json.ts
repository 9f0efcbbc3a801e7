import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-opencode-json',
  claim: 'opencode.json, which names servers that opencode starts, cannot be changed.',
  path: './opencode.json',
  text: '{}\n',
  guards: [{ op: './opencode.json' }],
})
