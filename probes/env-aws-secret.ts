import { hiddenVariable } from '../src/verify/variable.ts'

export const probe = hiddenVariable({
  id: 'env-aws-secret',
  claim: 'AWS_SECRET_ACCESS_KEY is not passed.',
  name: 'AWS_SECRET_ACCESS_KEY',
})
