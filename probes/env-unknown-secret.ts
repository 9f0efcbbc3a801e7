import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-unknown-secret',
  claim: 'A variable that no list names is not passed.',
  name: 'ACME_DEPLOY_KEY',
})
