import type { GitRepository } from '../host/facts.ts'
import { recordPath } from '../host/review/record.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { isWithin } from '../policy/paths.ts'
import type { ReviewQuestion } from '../review/state.ts'
import { type Led, scopeOf } from '../review/watched.ts'
import type { Known } from './prepare.ts'

/** What is to be reviewed of this start; undefined when the policy wants no review. Pure. */
export function reviewOf({ policy, facts, places, stateHome }: Known): ReviewQuestion | undefined {
  if (!policy.review) return undefined
  const { repositories } = facts.git
  const gits = new Set(repositories.flatMap(({ gitDir, commonDir }) => [gitDir, commonDir]))
  const scope = scopeOf(policy, BUILTIN_PROFILES, {
    places,
    gits: [...gits].filter((git) => !isWithin(git, places.project)),
    led: repositories.flatMap(ledBy),
    kept: keptPaths({ policy, facts }),
  })
  return { path: recordPath(stateHome, facts.project.id), scope, canKeep: facts.stateWritable }
}

/** Where the files are that are written back at the end: as they are named, and without links. */
function keptPaths({ policy, facts }: Pick<Known, 'policy' | 'facts'>): string[] {
  const named = policy.rules.flatMap(({ word, path }) => (word === 'keep' ? [path] : []))
  return named.flatMap((path) => {
    const all = facts.matches.get(path) ?? [path]
    return all.flatMap((one) => {
      const fact = facts.paths.get(one)
      return fact && 'real' in fact ? [one, fact.real] : [one]
    })
  })
}

/** Files and folders that git runs or reads as its settings say, but for those in its own folders. */
function ledBy({ hooks, included, programs, gitDir, commonDir }: GitRepository): Led[] {
  const all = [
    ...hooks.map((path) => ({ path, why: 'git runs these' })),
    ...included.map((path) => ({ path, why: 'git reads it as settings, and runs programs that it names' })),
    ...programs.map(({ path, key }) => ({ path, why: `git runs it, as ${key} says` })),
  ]
  return all.filter(({ path }) => !isWithin(path, gitDir) && !isWithin(path, commonDir))
}
