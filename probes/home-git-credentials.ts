import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-git-credentials',
  claim: 'The passwords in ~/.git-credentials cannot be read.',
  path: '~/.git-credentials',
})
