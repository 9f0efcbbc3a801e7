import { JailError } from '../errors.ts'
import type { PathFact, PresentPath } from '../host/facts.ts'
import { hasLostBytes } from '../policy/characters.ts'
import { isWithin } from '../policy/paths.ts'
import type { Rule } from '../policy/policy.ts'

/** What no grant may cover: jail's own places lie in it. */
const TOO_WIDE = ['/', '/run']

/** Why a path cannot be shown, as the end of a sentence. */
export function stateText(fact: PathFact | undefined): string {
  if (!fact) return 'it was not looked at'
  if (fact.state === 'unknown') return fact.why
  if (fact.state === 'dangling') return 'it is a link to nothing'
  return fact.state === 'unreadable' ? 'you may not look there' : 'it does not exist'
}

/** A path that must be there and is not. */
export function missing(rule: Rule, path: string, because: string): JailError {
  return new JailError('policy.required', `${path} (${rule.why}) cannot be given: ${because}.`, {
    fix: 'Check the spelling, or leave it out.',
  })
}

/** Stops at a person's rule that closes a place whose name cannot be handed on: it would stay open. */
export function refuseUnnamed({ word, speaker, why }: Rule, path: string): void {
  if (!hasLostBytes(path) || speaker === undefined || (word !== 'hide' && word !== 'protect')) return
  throw new JailError(
    'policy.unnamed',
    `${path} (${why}) cannot be closed: a name on the way to it has bytes that are no UTF-8, which jail cannot hand on.`,
    { fix: 'Rename it, or hide the folder above it.' },
  )
}

/** Stops at a rule for a place that jail makes itself. */
export function refuseReserved(rule: Rule, path: string): void {
  const what = reserved(rule, path)
  if (what === undefined) return
  throw new JailError('policy.reserved', `${rule.path} (${rule.why}) cannot be ${what}.`, {
    fix: 'Leave it out, or name what you need in it.',
  })
}

/** Why a rule cannot stand at a path, itself or what a link leads to; undefined when it can. */
export function reserved({ word }: Pick<Rule, 'word'>, path: string): string | undefined {
  if (isWithin(path, '/proc') || isWithin(path, '/dev'))
    return 'granted or hidden: the box has its own /proc and /dev'
  if (word === 'hide') return path === '/' ? 'hidden as a whole: nothing would be left to start' : undefined
  return TOO_WIDE.includes(path) ? 'granted as a whole: the box has its own' : undefined
}

/**
 * Stops at a copy of a folder, which would cost its whole size at every start, and at one that is to be written back:
 * nobody could tell which of its files belong together.
 */
export function refuseNoFile(rule: Rule, fact: PresentPath): void {
  if (rule.word === 'keep') refuseUnkeepable(rule, fact)
  if (rule.word !== 'copy' || fact.kind !== 'folder') return
  throw new JailError(
    'policy.copy-folder',
    `${rule.path} (${rule.from}) is a folder, and only files can be given as a copy.`,
    { fix: `Use --read ${rule.path} or --write ${rule.path}, or name the files.` },
  )
}

function refuseUnkeepable(rule: Rule, { kind, mode }: PresentPath): void {
  const [id, what, fix] =
    kind === 'folder'
      ? [
          'policy.keep-folder',
          'is a folder, and only files can be kept',
          `Use --write ${rule.path}, or name the files.`,
        ]
      : kind === 'other'
        ? [
            'policy.keep-kind',
            'is no regular file, and only those can be kept',
            'Leave it out, or use --read.',
          ]
        : [
            'policy.keep-kind',
            'is a setuid or setgid program, which is never kept',
            'Leave it out, or use --read.',
          ]
  if (kind === 'file' && (mode & SET_ID) === 0) return
  throw new JailError(id, `${rule.path} (${rule.from}) ${what}.`, { fix })
}

/** S_ISUID and S_ISGID (inode(7)). */
const SET_ID = 0o6000
