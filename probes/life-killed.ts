import { isStillHeld, leaveBehind, plantLock } from '../src/verify/linger.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { sayReady } from '../src/verify/ready.ts'

export const probe = defineProbe({
  id: 'life-killed',
  claim: 'When jail is killed, all in the box ends.',
  guards: [{ word: '--die-with-parent' }],
  mustAct: true,
  plant: plantLock,
  alone: true,
  reached: isStillHeld,
  cut: 'SIGKILL',
  attempt: async (field) => {
    const left = leaveBehind(field, 'child')
    if (left.worked) await sayReady(field)
    return left
  },
})
