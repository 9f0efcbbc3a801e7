import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-bun',
  claim: 'BUN_OPTIONS, which can load code into every Bun, is not passed.',
  name: 'BUN_OPTIONS',
})
