import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-locale',
  claim: 'The language of the environment is that of the caller.',
  guards: [],
  ...sameAsOutside('locale', () =>
    ['LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES'].map((name) => process.env[name] ?? null),
  ),
})
