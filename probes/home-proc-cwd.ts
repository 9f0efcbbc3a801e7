import { plant } from '../src/verify/field.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-proc-cwd',
  claim: 'A private key cannot be read by way of /proc/self/cwd and the folders above it.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, canary }) => plant(`${home}/.ssh/id_ed25519`, canary),
  attempt: ({ canary }) => readMark('/proc/self/cwd/../../.ssh/id_ed25519', canary),
  fast: true,
})
