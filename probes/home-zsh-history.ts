import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-zsh-history',
  claim: 'The history of zsh cannot be read.',
  path: '~/.zsh_history',
})
