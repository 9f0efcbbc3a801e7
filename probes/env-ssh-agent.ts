import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-ssh-agent',
  claim: 'SSH_AUTH_SOCK is not passed.',
  name: 'SSH_AUTH_SOCK',
})
