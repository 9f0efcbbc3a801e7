import { plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { prints } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-run-file',
  claim: 'A program that lies in the project can be run.',
  guards: [],
  attempt: ({ project, canary }) => {
    const path = `${project}/tool.sh`
    plant(path, '#!/bin/sh\necho "$1"\n', 0o755)
    return prints([path, canary], canary)
  },
})
