import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-mcp-json',
  claim: '.mcp.json, which names servers that claude starts, cannot be changed.',
  path: './.mcp.json',
  text: '{}\n',
  guards: [{ op: './.mcp.json' }],
})
