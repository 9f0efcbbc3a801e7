import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-cargo',
  claim: 'The token of cargo cannot be read.',
  path: '~/.cargo/credentials.toml',
})
