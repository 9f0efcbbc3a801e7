import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-settings',
  claim: '.claude/settings.json, which names hooks, cannot be changed.',
  path: './.claude/settings.json',
  text: '{}\n',
  guards: [{ op: './.claude/settings.json' }],
})
