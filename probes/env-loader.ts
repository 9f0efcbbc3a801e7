import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-loader',
  claim: 'LD_LIBRARY_PATH, and what else steers the loader, is not passed.',
  name: 'LD_LIBRARY_PATH',
})
