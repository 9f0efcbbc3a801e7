import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-gemini',
  claim: 'What gemini starts cannot be changed.',
  path: './.gemini/settings.json',
  text: '{}\n',
  guards: [{ op: './.gemini' }],
})
