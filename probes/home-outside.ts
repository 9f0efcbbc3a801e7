import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-outside',
  claim: 'A file beside the home folder cannot be read.',
  path: '~/../outside/letter.txt',
})
