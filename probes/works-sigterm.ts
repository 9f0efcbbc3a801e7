import { rmSync } from 'node:fs'
import { readMark, systemCall, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { sayReady } from '../src/verify/ready.ts'

const CODE = 9

export const probe = defineProbe({
  id: 'works-sigterm',
  claim: 'A signal to jail reaches the command, which may end as it likes.',
  guards: [],
  plant: ({ project }) => rmSync(`${project}/got-sigterm`, { force: true }),
  reached: ({ project, canary }, { code }) => {
    const got = readMark(`${project}/got-sigterm`, canary)
    return { worked: got.worked && code === CODE, evidence: `${got.evidence}, exit code ${code}` }
  },
  alone: true,
  cut: 'SIGTERM',
  attempt: async (field) => {
    process.on('SIGTERM', () => {
      writeMark(`${field.project}/got-sigterm`, field.canary)
      systemCall('exit_group', CODE)
    })
    await sayReady(field)
    return { worked: false, evidence: 'no signal came' }
  },
})
