import { moveAway } from '../src/verify/moved.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'persist-hooks-aside',
  claim: 'The folder .git/hooks cannot be moved aside to put another in its place.',
  guards: [{ op: './.git/hooks' }],
  attempt: ({ project }) => moveAway(`${project}/.git/hooks`),
  fast: true,
})
