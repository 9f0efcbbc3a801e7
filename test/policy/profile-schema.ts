/** What a profile that ships with jail may hold: what the schema takes, and the rules of this house on top. */

import { faultsOf as faultsOfFile } from '../../src/policy/schema.ts'
import { NOT_BUILT, PATH_WORDS } from '../../src/policy/words.ts'

/** What is wrong with a profile, as `place: what`; empty when nothing is. */
export function faultsOf(file: unknown): string[] {
  const faults = faultsOfFile(file, 'profile')
  if (faults.length > 0)
    return faults.map(({ path, says, wanted }) => `${path.join(' > ')}: ${says ?? wanted}`)
  return houseFaults(file as Readonly<Record<string, unknown>>)
}

/** People may leave these out; whoever reads a profile of ours learns why each thing is there. */
function houseFaults(file: Readonly<Record<string, unknown>>): string[] {
  const faults: string[] = []
  if (file['description'] === undefined) faults.push('description: is missing')
  for (const word of Object.keys(NOT_BUILT)) if (word in file) faults.push(`${word}: asks for nothing`)
  for (const word of [...PATH_WORDS, 'accept']) {
    const entries = file[word] ?? {}
    if (Array.isArray(entries)) faults.push(`${word}: a list has no reasons`)
    else
      for (const [key, entry] of Object.entries(entries))
        if (typeof entry === 'object' && entry !== null && !('why' in entry))
          faults.push(`${word} > ${key} > why: is missing`)
  }
  return faults
}
