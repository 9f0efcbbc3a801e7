import { makeGitFolder } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const FOLDER = 'nested/.git'
const hook = unchangedFile({
  id: 'persist-nested-hook',
  claim: 'A hook of a repository inside of the project cannot be changed.',
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
