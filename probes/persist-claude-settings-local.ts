import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-settings-local',
  claim: '.claude/settings.local.json, which names hooks, cannot be changed.',
  path: './.claude/settings.local.json',
  text: '{}\n',
  guards: [{ op: './.claude/settings.local.json' }],
})
