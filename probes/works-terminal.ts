import { closeSync, openSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-terminal',
  claim: 'A terminal can be opened, as tmux, script and agents do.',
  guards: [],
  attempt: () =>
    tried(() => {
      closeSync(openSync('/dev/ptmx', 'r+'))
      return { worked: true, evidence: 'opened one' }
    }),
})
