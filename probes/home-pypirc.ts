import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-pypirc',
  claim: 'The token in ~/.pypirc cannot be read.',
  path: '~/.pypirc',
})
