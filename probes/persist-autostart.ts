import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-autostart',
  claim: 'No program that the desktop starts can be changed on the host.',
  path: '~/.config/autostart/update.desktop',
})
