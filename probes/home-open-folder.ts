import { closeSync, openSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-open-folder',
  claim: 'A private key cannot be read from an open folder of the project and the folders above it.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, canary }) => plant(`${home}/.ssh/id_ed25519`, canary),
  attempt: ({ project, canary }) =>
    tried(() => {
      const folder = openSync(project, 'r')
      try {
        return readMark(`/proc/self/fd/${folder}/../../.ssh/id_ed25519`, canary)
      } finally {
        closeSync(folder)
      }
    }),
  fast: true,
})
