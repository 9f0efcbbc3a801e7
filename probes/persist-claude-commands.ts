import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-commands',
  claim: 'A command in .claude/commands cannot be changed.',
  path: './.claude/commands/review.md',
  guards: [{ op: './.claude/commands' }],
})
