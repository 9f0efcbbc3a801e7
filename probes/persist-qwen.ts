import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-qwen',
  claim: 'What qwen starts cannot be changed.',
  path: './.qwen/settings.json',
  text: '{}\n',
  guards: [{ op: './.qwen' }],
})
