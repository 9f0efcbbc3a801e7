import { PID_GUARDS } from '../src/verify/filtered.ts'
import { leftBehind } from '../src/verify/linger.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'life-session',
  claim: 'A process in a session of its own ends with the command.',
  guards: PID_GUARDS,
  mustAct: true,
  alone: 'leftovers',
  ...leftBehind('session'),
})
