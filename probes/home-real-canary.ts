import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe, type Field } from '../src/verify/probe.ts'

const pathOf = ({ realCanary, home }: Field): string => realCanary ?? `${home}/.jail-canary-field`

export const probe = defineProbe({
  id: 'home-real-canary',
  claim: 'A file in your real home can be neither read nor seen in its folder.',
  guards: [{ absence: '~/.jail-canary-field' }],
  alone: true,
  realHome: true,
  plant: (field) => {
    if (field.realCanary === undefined) plant(pathOf(field), field.canary)
  },
  attempt: (field) => {
    const path = pathOf(field)
    const read = readMark(path, field.canary)
    if (read.worked) return read
    return tried(() => {
      const isListed = readdirSync(dirname(path)).includes(basename(path))
      return { worked: isListed, evidence: isListed ? `${path} is listed` : read.evidence }
    })
  },
})
