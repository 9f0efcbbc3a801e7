import { rmSync } from 'node:fs'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'life-home',
  claim: 'What is made in the home folder is not there afterwards.',
  guards: [{ op: '~' }, { absence: '~', writable: true }],
  mustAct: true,
  plant: ({ home }) => rmSync(`${home}/left-inside`, { force: true }),
  reached: ({ home, canary }) => readMark(`${home}/left-inside`, canary),
  attempt: ({ home, canary }) => writeMark(`${home}/left-inside`, canary),
})
