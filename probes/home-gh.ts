import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-gh',
  claim: 'The login of gh cannot be read.',
  path: '~/.config/gh/hosts.yml',
})
