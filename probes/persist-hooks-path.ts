import { GIT_CONFIG, makeGitFolder, plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const file = unchangedFile({
  id: 'persist-hooks-path',
  claim: 'A hook in the folder that core.hooksPath names cannot be changed.',
  path: './hooked/tools/pre-commit',
  guards: [{ op: './hooked/tools' }],
})

export const probe = defineProbe({
  ...file,
  plant: (field) => {
    const git = `${field.project}/hooked/.git`
    makeGitFolder(git)
    plant(`${git}/config`, `${GIT_CONFIG}\thooksPath = tools\n`)
    file.plant?.(field)
  },
})
