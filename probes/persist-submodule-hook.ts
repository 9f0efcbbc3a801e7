import { makeGitFolder } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const FOLDER = '.git/modules/library'
const hook = unchangedFile({
  id: 'persist-submodule-hook',
  claim: 'A hook of a submodule cannot be changed.',
  path: `./${FOLDER}/hooks/pre-commit`,
  guards: [{ op: `./${FOLDER}/hooks` }],
})

export const probe = defineProbe({
  ...hook,
  plant: (field) => {
    makeGitFolder(`${field.project}/${FOLDER}`)
    hook.plant?.(field)
  },
})
