import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-claude-login',
  claim: 'The login of claude cannot be read by other commands than claude.',
  path: '~/.claude/.credentials.json',
  profile: 'base',
})
