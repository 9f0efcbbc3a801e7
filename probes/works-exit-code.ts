import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-exit-code',
  claim: "The command's own exit code comes through.",
  guards: [],
  alone: true,
  endsWith: 7,
  attempt: () => process.exit(7),
})
