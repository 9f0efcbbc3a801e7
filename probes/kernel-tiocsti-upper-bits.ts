import { defineProbe } from '../src/verify/probe.ts'
import { TIOCSTI, typeInto } from '../src/verify/terminal.ts'

const UPPER = 2 ** 32

export const probe = defineProbe({
  id: 'kernel-tiocsti-upper-bits',
  claim:
    'Nothing can be typed into a terminal by TIOCSTI with bits set that the kernel drops (CVE-2019-10063).',
  guards: [{ row: ['ioctl'] }],
  attempt: () => typeInto(TIOCSTI + UPPER),
})
