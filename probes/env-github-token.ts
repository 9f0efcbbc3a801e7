import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-github-token',
  claim: 'GITHUB_TOKEN is not passed.',
  name: 'GITHUB_TOKEN',
})
