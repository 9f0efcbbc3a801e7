import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-ssh-key',
  claim: 'A private key in ~/.ssh cannot be read.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, canary }) => plant(`${home}/.ssh/id_ed25519`, canary),
  attempt: ({ home, canary }) => readMark(`${home}/.ssh/id_ed25519`, canary),
  fast: true,
})
