import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-codex-program',
  claim:
    'codex itself in ~/.codex/packages, which the person starts on the host, cannot be changed by codex.',
  path: '~/.codex/packages/codex',
  guards: [{ op: '~/.codex/packages' }],
  profile: 'codex',
})
