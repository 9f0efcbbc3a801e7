import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-jail-config',
  claim: 'The settings of jail itself cannot be changed.',
  path: '~/.config/jail/config.yaml',
  text: '# nothing\n',
})
