import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'write-authorized-keys',
  claim: 'No key can be put into ~/.ssh/authorized_keys of the host.',
  path: '~/.ssh/authorized_keys',
})
