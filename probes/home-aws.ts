import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-aws',
  claim: 'The keys in ~/.aws/credentials cannot be read.',
  path: '~/.aws/credentials',
})
