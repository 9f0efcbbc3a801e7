import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds, ran } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-same-path',
  claim: 'The current folder has the same path as outside.',
  guards: [],
  attempt: ({ project }) =>
    tried(() => {
      const seen = ran(['pwd', '-P']).out.trim()
      return holds(seen === project && process.cwd() === project, seen)
    }),
})
