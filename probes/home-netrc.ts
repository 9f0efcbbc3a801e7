import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-netrc',
  claim: 'The passwords in ~/.netrc cannot be read.',
  path: '~/.netrc',
})
