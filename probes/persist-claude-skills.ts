import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-skills',
  claim: 'A skill in .claude/skills cannot be changed.',
  path: './.claude/skills/review/SKILL.md',
  guards: [{ op: './.claude/skills' }],
})
