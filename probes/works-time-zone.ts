import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-time-zone',
  claim: 'The time zone is that of the machine.',
  guards: [],
  ...sameAsOutside('time-zone', () => [
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    new Date().getTimezoneOffset(),
  ]),
})
