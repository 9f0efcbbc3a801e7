import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-codex-login',
  claim: 'The login of codex cannot be read by claude.',
  path: '~/.codex/auth.json',
  profile: 'claude',
})
