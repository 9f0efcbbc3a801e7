import type { Call, Run } from '../cli/call.ts'
import { JailError } from '../errors.ts'
import { nearest } from '../policy/nearest.ts'

/** What `jail config` can do, each loaded when it is asked for. */
const ACTIONS: ReadonlyMap<string, () => Promise<{ readonly run: (call: Call) => Promise<number> }>> =
  new Map([
    ['check', () => import('./config-check.ts')],
    ['show', () => import('./config-show.ts')],
  ])

/** `jail config ACTION`: the action gets the words behind it. */
export const run: Run = async ({ options, words }) => {
  const [word, ...rest] = words
  const load = ACTIONS.get(word ?? '')
  if (load) return (await load()).run({ options, words: rest })
  const names = [...ACTIONS.keys()]
  const near = nearest(word ?? '', names) ?? (names.length === 1 ? names[0] : undefined)
  const sentence =
    word === undefined
      ? 'jail config needs to know what to do.'
      : `jail config cannot ${JSON.stringify(word)}.`
  throw new JailError('usage.action', sentence, {
    fix: near ? `Type: jail config ${near}` : `It can: ${names.join(', ')}.`,
  })
}
