import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-cursor',
  claim: 'What Cursor starts cannot be changed.',
  path: './.cursor/mcp.json',
  text: '{}\n',
  guards: [{ op: './.cursor' }],
})
