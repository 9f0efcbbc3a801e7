import { closeSync, openSync, readSync } from 'node:fs'
import { PID_GUARDS, ROOT_GUARDS } from '../src/verify/filtered.ts'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-foreign-memory',
  claim: 'The memory of a process outside cannot be read.',
  guards: [...ROOT_GUARDS, ...PID_GUARDS],
  attempt: ({ witness, canary }) =>
    tried(() => {
      const file = openSync(`/proc/${witness.pid}/mem`, 'r')
      const text = Buffer.alloc(canary.length)
      readSync(file, text, 0, text.length, witness.memory)
      closeSync(file)
      return { worked: text.toString() === canary, evidence: 'read from its memory' }
    }),
})
