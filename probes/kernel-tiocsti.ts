import { defineProbe } from '../src/verify/probe.ts'
import { TIOCSTI, typeInto } from '../src/verify/terminal.ts'

export const probe = defineProbe({
  id: 'kernel-tiocsti',
  claim: 'Nothing can be typed into a terminal by TIOCSTI.',
  guards: [{ row: ['ioctl'] }],
  attempt: () => typeInto(TIOCSTI),
})
