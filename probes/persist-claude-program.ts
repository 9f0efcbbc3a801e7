import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-claude-program',
  claim:
    'claude itself in ~/.claude/local, which the person starts on the host, cannot be changed by claude.',
  path: '~/.claude/local/claude',
  guards: [{ op: '~/.claude/local' }],
  profile: 'claude',
})
