import { rmSync } from 'node:fs'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-write-project',
  claim: 'A file written in the project is there outside.',
  guards: [],
  plant: ({ project }) => rmSync(`${project}/made-inside`, { force: true }),
  attempt: ({ project, canary }) => writeMark(`${project}/made-inside`, canary),
  reached: ({ project, canary }) => readMark(`${project}/made-inside`, canary),
})
