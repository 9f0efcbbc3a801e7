import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-git-ssh',
  claim: 'GIT_SSH_COMMAND is not passed.',
  name: 'GIT_SSH_COMMAND',
})
