import { leftBehind } from '../src/verify/linger.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { sayReady } from '../src/verify/ready.ts'

const left = leftBehind('child')

export const probe = defineProbe({
  id: 'life-killed',
  claim: 'When jail is killed, all in the box ends.',
  guards: [{ word: '--die-with-parent' }],
  mustAct: true,
  ...left,
  alone: true,
  cut: 'SIGKILL',
  attempt: async (field) => {
    const attempt = await left.attempt(field)
    if (attempt.worked) await sayReady(field)
    return attempt
  },
})
