import { profileTexts } from './profile-texts.ts' with { type: 'macro' }
import type { Profiles } from './resolve.ts'
import type { ProfileFile } from './words.ts'

/**
 * The profiles that ship with jail, each parsed when it is first asked for.
 * test/policy/profiles.test.ts checks each against the schema.
 */
export const BUILTIN_PROFILES: Profiles = lazily(profileTexts())

function lazily(texts: Readonly<Record<string, string>>): Profiles {
  const found: Profiles = {}
  for (const name in texts) {
    const get = (): ProfileFile => JSON.parse(texts[name] ?? '')
    Object.defineProperty(found, name, { enumerable: true, get })
  }
  return found
}
