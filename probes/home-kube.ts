import { secretFile } from '../src/verify/secret.ts'

export const probe = secretFile({
  id: 'home-kube',
  claim: 'The keys of clusters in ~/.kube/config cannot be read.',
  path: '~/.kube/config',
})
