import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-jail-profile',
  claim: 'A profile of the person cannot be changed on the host.',
  path: '~/.config/jail/profiles/verify-write.yaml',
  text: 'description: not used\n',
})
