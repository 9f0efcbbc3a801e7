import { linkSync, rmSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-hardlink',
  claim: 'No hard link to a private key can be made in the project.',
  // Of the whole home: link(2) refuses to go from one mount to another, even of the same file system.
  guards: [{ absence: '~', writable: true }],
  plant: ({ home, project, canary }) => {
    plant(`${home}/.ssh/id_ed25519`, canary)
    rmSync(`${project}/linked-key`, { force: true })
  },
  attempt: ({ home, project, canary }) =>
    tried(() => {
      linkSync(`${home}/.ssh/id_ed25519`, `${project}/linked-key`)
      return readMark(`${project}/linked-key`, canary)
    }),
})
