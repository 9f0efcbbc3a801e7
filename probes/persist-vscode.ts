import { unchangedFile } from '../src/verify/unchanged.ts'

export const probe = unchangedFile({
  id: 'persist-vscode',
  claim: 'A task of VS Code cannot be changed or added.',
  path: './.vscode/tasks.json',
  text: '{}\n',
  guards: [{ op: './.vscode' }],
})
