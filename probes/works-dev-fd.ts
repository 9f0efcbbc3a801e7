import { defineProbe } from '../src/verify/probe.ts'
import { prints } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-dev-fd',
  claim: 'Open descriptors can be named: /dev/fd and /dev/stdin, as process substitution does.',
  guards: [],
  attempt: ({ canary }) =>
    prints(['sh', '-c', 'cat /dev/stdin | { cat /dev/fd/3; } 3<&0'], canary, { stdin: canary }),
})
