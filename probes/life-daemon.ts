import { PID_GUARDS } from '../src/verify/filtered.ts'
import { leftBehind } from '../src/verify/linger.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'life-daemon',
  claim: 'A daemon, whose parent is gone, ends with the command.',
  guards: PID_GUARDS,
  mustAct: true,
  alone: 'leftovers',
  ...leftBehind('daemon'),
})
