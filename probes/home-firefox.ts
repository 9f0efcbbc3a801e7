import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-firefox',
  claim: 'The cookies of Firefox cannot be read.',
  path: '~/.mozilla/firefox/0.default/cookies.sqlite',
})
