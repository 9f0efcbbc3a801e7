import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-dotdot',
  claim: 'A private key cannot be read by going up from the project, above the root of the box too.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, canary }) => plant(`${home}/.ssh/id_ed25519`, canary),
  attempt: ({ home, project, canary }) =>
    readMark(`${project}${'/..'.repeat(40)}${home}/.ssh/id_ed25519`, canary),
  fast: true,
})
