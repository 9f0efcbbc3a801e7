import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-display',
  claim: 'DISPLAY is not passed.',
  name: 'DISPLAY',
})
