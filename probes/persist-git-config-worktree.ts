import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-git-config-worktree',
  claim: '.git/config.worktree, which names programs for git, cannot be changed.',
  path: './.git/config.worktree',
  text: '[core]\n',
  guards: [{ op: './.git/config.worktree' }],
})
