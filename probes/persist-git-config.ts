import { GIT_CONFIG } from '../src/verify/field.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-git-config',
  claim: '.git/config, which names programs for git, cannot be changed.',
  path: './.git/config',
  text: GIT_CONFIG,
  guards: [{ op: './.git/config' }],
})
