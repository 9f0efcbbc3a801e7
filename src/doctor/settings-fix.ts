import type { Settings } from '../host/machine.ts'
import type { Fix } from './finding.ts'

const TYPE = 'Type: '
const URL = 'https://yaml.org/spec/1.2.2/'

/** The fix for a file of settings, its command apart when the fix is one. Those of the administrator need root. */
export function settingsFix({ kind, path, fix }: Settings): Fix {
  const text = fix ?? `Mend ${path}, then type: jail config check`
  if (!text.startsWith(TYPE)) return { text, url: URL }
  return {
    text: 'Then look again: jail config check',
    commands: [text.slice(TYPE.length)],
    root: kind === 'administrator',
    url: URL,
  }
}
