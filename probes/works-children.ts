import { defineProbe } from '../src/verify/probe.ts'
import { prints } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-children',
  claim: 'Processes in the background can be started and waited for.',
  guards: [],
  attempt: ({ canary }) =>
    prints(['sh', '-c', 'for i in 1 2 3 4; do sleep 0.01 & done; wait && echo "$0"', canary], canary),
})
