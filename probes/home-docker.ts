import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-docker',
  claim: 'The logins of registries in ~/.docker/config.json cannot be read.',
  path: '~/.docker/config.json',
})
