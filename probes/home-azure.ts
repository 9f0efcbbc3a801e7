import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-azure',
  claim: 'The tokens in ~/.azure cannot be read.',
  path: '~/.azure/msal_token_cache.json',
})
