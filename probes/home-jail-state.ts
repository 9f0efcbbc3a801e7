import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-jail-state',
  claim: 'The records of jail itself cannot be read.',
  path: '~/.local/state/jail/allowed/other.json',
})
