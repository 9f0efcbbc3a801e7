import { rmSync, symlinkSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-symlink',
  claim: 'A symbolic link made in the project does not lead to a private key.',
  guards: [{ absence: '~/.ssh' }],
  plant: ({ home, project, canary }) => {
    plant(`${home}/.ssh/id_ed25519`, canary)
    rmSync(`${project}/link-to-keys`, { force: true })
  },
  attempt: ({ home, project, canary }) =>
    tried(() => {
      symlinkSync(`${home}/.ssh`, `${project}/link-to-keys`)
      return readMark(`${project}/link-to-keys/id_ed25519`, canary)
    }),
})
