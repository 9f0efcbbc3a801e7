import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-idea',
  claim: 'What JetBrains editors run cannot be changed.',
  path: './.idea/workspace.xml',
  guards: [{ op: './.idea' }],
})
