import { statSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

const MODES = [0o600, 0o640, 0o755, 0o444]

const asked = sameAsOutside('file-owner', ({ project }) =>
  MODES.map((mode) => {
    const { mode: seen, uid, gid } = statSync(`${project}/mode-${mode}`)
    return [seen, uid, gid]
  }),
)

export const probe = defineProbe({
  id: 'works-file-owner',
  claim: 'Files of the project have the mode and the owner that they have outside.',
  guards: [],
  plant: async (field) => {
    for (const mode of MODES) plant(`${field.project}/mode-${mode}`, '', mode)
    await asked.plant(field)
  },
  attempt: asked.attempt,
})
