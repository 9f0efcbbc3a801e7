import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-keyring',
  claim: 'The keyring of the desktop cannot be read.',
  path: '~/.local/share/keyrings/login.keyring',
})
