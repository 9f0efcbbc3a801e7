import { triedLater } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

const TEXT = 'a line for the command\n'.repeat(5000)

export const probe = defineProbe({
  id: 'works-stdin',
  claim: 'What is piped into the command arrives whole.',
  guards: [],
  alone: true,
  stdin: TEXT,
  attempt: () =>
    triedLater(async () => {
      const text = await Bun.stdin.text()
      return holds(text === TEXT, `${text.length} of ${TEXT.length} bytes`)
    }),
})
