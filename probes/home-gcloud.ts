import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-gcloud',
  claim: 'The logins of gcloud cannot be read.',
  path: '~/.config/gcloud/credentials.db',
})
