import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-password-store',
  claim: 'The passwords of pass cannot be read.',
  path: '~/.password-store/bank.gpg',
})
