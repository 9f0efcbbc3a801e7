import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-chrome',
  claim: 'The cookies of Chrome cannot be read.',
  path: '~/.config/google-chrome/Default/Cookies',
})
