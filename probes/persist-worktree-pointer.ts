import { plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const file = unchangedFile({
  id: 'persist-worktree-pointer',
  claim: 'The commondir of a linked worktree, which leads git to its settings, cannot be changed.',
  path: './.git/worktrees/second/commondir',
  text: '../..\n',
  guards: [{ op: './.git/worktrees/second/commondir' }],
})

export const probe = defineProbe({
  ...file,
  plant: (field) => {
    const folder = `${field.project}/.git/worktrees/second`
    plant(`${folder}/HEAD`, 'ref: refs/heads/second\n')
    plant(`${folder}/gitdir`, `${field.outside}/second/.git\n`)
    file.plant?.(field)
  },
})
