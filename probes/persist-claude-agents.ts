import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-agents',
  claim: 'An agent in .claude/agents cannot be changed.',
  path: './.claude/agents/review.md',
  guards: [{ op: './.claude/agents' }],
})
