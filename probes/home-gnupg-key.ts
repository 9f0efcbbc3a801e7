import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-gnupg-key',
  claim: 'A private key in ~/.gnupg cannot be read.',
  path: '~/.gnupg/private-keys-v1.d/0.key',
})
