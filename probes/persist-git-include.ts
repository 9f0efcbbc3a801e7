import { GIT_CONFIG, makeGitFolder, plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const file = unchangedFile({
  id: 'persist-git-include',
  claim: 'A file that the settings of git include cannot be changed.',
  path: './including/settings',
  guards: [{ op: './including/settings' }],
})

export const probe = defineProbe({
  ...file,
  plant: (field) => {
    const git = `${field.project}/including/.git`
    makeGitFolder(git)
    plant(`${git}/config`, `${GIT_CONFIG}[include]\n\tpath = ../settings\n`)
    file.plant?.(field)
  },
})
