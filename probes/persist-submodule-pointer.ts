import { makeGitFolder, plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const file = unchangedFile({
  id: 'persist-submodule-pointer',
  claim: 'The .git of a submodule, which leads git to its settings, cannot be changed.',
  path: './library/.git',
  text: 'gitdir: ../.git/modules/library\n',
  guards: [{ op: './library/.git' }],
})

export const probe = defineProbe({
  ...file,
  plant: (field) => {
    const git = `${field.project}/.git/modules/library`
    makeGitFolder(git)
    plant(`${field.project}/library/code`, '')
    file.plant?.(field)
  },
})
