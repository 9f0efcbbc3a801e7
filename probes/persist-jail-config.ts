import { existsSync, readFileSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { unchangedFile } from '../src/verify/unchanged.ts'

const FILE = '.config/jail/config.yaml'

export const probe = defineProbe({
  ...unchangedFile({
    id: 'persist-jail-config',
    claim: 'The settings of jail itself cannot be changed.',
    path: `~/${FILE}`,
  }),
  // What stands there decides what the box is like, so it stays, without the line of an earlier try.
  plant: ({ home, canary }) => {
    const path = `${home}/${FILE}`
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : ['']
    plant(path, lines.filter((line) => !line.includes(canary)).join('\n'))
  },
})
