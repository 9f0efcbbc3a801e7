import { JailError } from '../errors.ts'
import { nearest } from '../policy/nearest.ts'
import { AREAS } from './areas.ts'
import { areaOf, type Probe } from './probe.ts'

/** The probes with one of these ids or areas, in list order; all without a word. Throws `verify.unknown`. */
export function selectProbes(probes: readonly Probe[], words: readonly string[]): readonly Probe[] {
  const known = [...Object.keys(AREAS), ...probes.map(({ id }) => id)]
  for (const word of words) if (!known.includes(word)) throw unknown(word, known)
  if (words.length === 0) return probes
  return probes.filter((probe) => words.includes(probe.id) || words.includes(areaOf(probe)))
}

function unknown(word: string, known: readonly string[]): JailError {
  const near = nearest(word, known)
  return new JailError('verify.unknown', `There is no probe and no area ${JSON.stringify(word)}.`, {
    fix: near ? `Did you mean ${near}?` : '`jail verify --list` lists all.',
  })
}
