import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-project-hides',
  claim: "What the project's .jail.yaml hides cannot be read.",
  guards: [{ op: './secrets' }],
  plant: ({ project, canary }) => plant(`${project}/secrets/key`, canary),
  attempt: ({ project, canary }) => readMark(`${project}/secrets/key`, canary),
})
