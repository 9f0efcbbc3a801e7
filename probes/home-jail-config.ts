import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const FILE = '.config/jail/profiles/verify-read.yaml'

export const probe = defineProbe({
  id: 'home-jail-config',
  claim: 'The settings and profiles of jail itself cannot be read.',
  guards: [{ absence: `~/${FILE}` }],
  plant: ({ home, canary }) => plant(`${home}/${FILE}`, `description: ${canary}\n`),
  attempt: ({ home, canary }) => readMark(`${home}/${FILE}`, canary),
  fast: true,
})
