import { shortened } from './characters.ts'
import { complaint } from './complaint.ts'
import { nearest } from './nearest.ts'
import type { FileKind } from './sources.ts'

/** Words that only a profile may hold. */
export const PROFILE_ONLY = ['extends', 'command', 'args'] as const
/** Words that lie in another one. */
export const INNER_WORDS = { env: ['pass', 'set'], limits: ['tmp', 'memory', 'processes'] } as const

type Where = {
  readonly known: readonly string[]
  readonly kind: FileKind
  /** The word whose map it stands in. */
  readonly inside?: string
}

/** What to say of a key that a file of this kind does not take, as the text of an issue. */
export function unknownKey(key: string, { known, kind, inside }: Where): string {
  const misplaced = inside === undefined ? MISPLACED.get(key) : undefined
  if (misplaced) return complaint({ id: 'policy.unknown-key', says: misplaced[0], fix: misplaced[1] })
  const where = inside === undefined ? OF_KIND[kind] : `in ${inside}`
  return complaint({
    id: 'policy.unknown-key',
    says: `there is no word ${shortened(key)} ${where}`,
    fix: `${guess(key, known, inside)}The words here are: ${known.join(', ')}.`,
  })
}

const IN_PROFILE = 'Write it into a profile of your own: ~/.config/jail/profiles/NAME.yaml'
/** Words that are known, but not in this kind of file. */
const MISPLACED: ReadonlyMap<string, readonly [string, string]> = new Map<string, [string, string]>([
  ...PROFILE_ONLY.map((word): [string, [string, string]] => [
    word,
    [`${word} may stand only in a profile`, IN_PROFILE],
  ]),
  [
    'lock',
    [
      'only the administrator can lock words',
      'Leave it out. In /etc/jail/config.yaml it locks words for all who use this machine.',
    ],
  ],
])

const OF_KIND: Readonly<Record<FileKind, string>> = {
  administrator: "in the administrator's file",
  config: 'in a config file',
  profile: 'in a profile',
  project: 'in the file of a project',
}

/** A word that was perhaps meant, also one level down. */
function guess(key: string, known: readonly string[], inside: string | undefined): string {
  const near = nearest(key, known)
  if (near !== undefined) return `Did you mean ${near}? `
  if (inside === 'env') return `Did you mean env: {set: {${key}: …}}? `
  if (inside !== undefined) return ''
  for (const [word, words] of Object.entries(INNER_WORDS)) {
    const found = nearest(key, words)
    if (found !== undefined) return `Did you mean ${word}: {${found}: …}? `
  }
  return ''
}
