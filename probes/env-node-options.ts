import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-node-options',
  claim: 'NODE_OPTIONS is not passed.',
  name: 'NODE_OPTIONS',
})
