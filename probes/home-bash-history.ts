import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-bash-history',
  claim: 'The history of bash cannot be read.',
  path: '~/.bash_history',
})
