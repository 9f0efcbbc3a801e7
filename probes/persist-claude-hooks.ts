import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-hooks',
  claim: 'A hook in .claude/hooks cannot be changed.',
  path: './.claude/hooks/check.sh',
  guards: [{ op: './.claude/hooks' }],
})
