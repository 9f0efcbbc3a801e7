import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { ran } from '../src/verify/program.ts'

/** The first of these that there is stands for all: they come by the same rule. */
const PROGRAMS = [
  ['node', '--version'],
  ['python3', '--version'],
  ['perl', '-v'],
  ['sh', '-c', 'echo sh'],
] as const

export const probe = defineProbe({
  id: 'works-toolchain',
  claim: 'The programs that PATH finds outside run inside.',
  guards: [],
  attempt: () =>
    tried(() => {
      const found = PROGRAMS.find(([name]) => Bun.which(name) !== null)
      if (!found) return { worked: false, evidence: 'no program at all on PATH' }
      const { code, out, err } = ran(found)
      return { worked: code === 0, evidence: `${found[0]}: ${(out || err).trim().split('\n')[0]}` }
    }),
})
