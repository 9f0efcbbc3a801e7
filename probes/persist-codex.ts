import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-codex',
  claim: 'What codex starts cannot be changed.',
  path: './.codex/config.toml',
  guards: [{ op: './.codex' }],
})
