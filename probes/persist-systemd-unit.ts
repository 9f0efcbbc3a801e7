import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-systemd-unit',
  claim: 'No systemd unit of the person can be changed on the host.',
  path: '~/.config/systemd/user/update.service',
})
