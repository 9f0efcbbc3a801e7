import { readFileSync } from 'node:fs'
import { defineProbe } from '../src/verify/probe.ts'

/** The name that a box gets (profiles/base.yaml). On a host of the same name nobody can tell the two apart. */
const OF_THE_BOX = 'jail'

export const probe = defineProbe({
  id: 'see-hostname',
  claim: 'The name of the host cannot be seen.',
  guards: [{ word: '--hostname' }],
  attempt: ({ witness }) => {
    if (witness.hostname === OF_THE_BOX)
      return { worked: false, evidence: 'the host has the name of the box, as good as ENOSYS' }
    const name = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim()
    return { worked: name === witness.hostname, evidence: name }
  },
})
