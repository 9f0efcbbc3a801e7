import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-other-source',
  claim: 'The source of another project cannot be read.',
  path: '~/src/other/main.ts',
})
