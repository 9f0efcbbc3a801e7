import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-vault',
  claim: 'The token in ~/.vault-token cannot be read.',
  path: '~/.vault-token',
})
