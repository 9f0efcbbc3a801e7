import { PROJECT_RULES } from '../src/verify/field.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-jail-yaml',
  claim: "The project's .jail.yaml cannot be changed.",
  path: './.jail.yaml',
  text: PROJECT_RULES,
  guards: [{ op: './.jail.yaml' }],
})
