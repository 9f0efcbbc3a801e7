import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-proc-root',
  claim: 'A private key cannot be read by way of /proc/self/root.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, canary }) => plant(`${home}/.ssh/id_ed25519`, canary),
  attempt: ({ home, canary }) => readMark(`/proc/self/root${home}/.ssh/id_ed25519`, canary),
  fast: true,
})
