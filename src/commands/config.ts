import type { Run } from '../cli/call.ts'
import { JailError } from '../errors.ts'

/** `jail config`: each sub word is loaded when it is called. */
export const run: Run = async ({ options, words }) => {
  const [word, ...rest] = words
  if (word === 'show') return (await import('./config-show.ts')).show({ options, words: rest })
  throw new JailError(
    'usage.config',
    word === undefined ? 'jail config needs a word.' : `jail config has no ${JSON.stringify(word)}.`,
    { fix: 'Type: jail config show' },
  )
}
