import { moveAway } from '../src/verify/moved.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'persist-git-aside',
  claim: 'The folder .git cannot be moved aside to put another in its place.',
  guards: [{ op: './.git' }],
  attempt: ({ project }) => moveAway(`${project}/.git`),
  fast: true,
})
