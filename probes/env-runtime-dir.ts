import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-runtime-dir',
  claim: 'XDG_RUNTIME_DIR is not passed.',
  name: 'XDG_RUNTIME_DIR',
})
