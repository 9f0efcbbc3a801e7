import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-other-env',
  claim: 'The .env of another project cannot be read.',
  path: '~/src/other/.env',
})
