import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-json',
  claim: 'What claude changes in ~/.claude.json, where servers can be named, is thrown away.',
  path: '~/.claude.json',
  profile: 'claude',
})
