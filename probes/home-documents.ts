import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-documents',
  claim: 'A file in ~/Documents cannot be read.',
  path: '~/Documents/letter.txt',
})
