import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-other-user',
  claim: 'A file in the home of another user cannot be read.',
  path: '~/../neighbour/.profile',
})
