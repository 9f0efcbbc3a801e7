import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-npmrc',
  claim: 'The token in ~/.npmrc cannot be read.',
  path: '~/.npmrc',
})
