import type { GitFacts, GitRepository, Project } from '../host/facts.ts'
import { isWithin } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'

/** Where the rules come from that git's own files ask for. */
export const GIT = 'git'
/** Below every rule of a person or a profile, so that theirs wins at the same path. */
const LAYER = -0.25

/** A policy with what git's own files ask for: protection for what git runs, and a worktree's own repository. */
export function withGit(policy: Policy, git: GitFacts, project: Project): Policy {
  const grant = refusalOfOutside(git, project) === undefined ? grantsOf(git) : []
  const known = new Set(policy.rules.filter(({ word }) => word === 'protect').map(({ path }) => path))
  // What a profile only protects where it exists is made all the same.
  const added = protections(git, project).filter(({ path, create }) => create || !known.has(path))
  const writes = [...policy.writes, ...grant.map(({ path }) => path)]
  return { ...policy, rules: [...policy.rules, ...grant, ...added], writes }
}

/** The git folder outside of the project that git needs, when it leads back to the project. */
function grantsOf({ outside }: GitFacts): Rule[] {
  if (!outside || outside.forged) return []
  return [{ ...GRANT, path: outside.commonDir, why: `the git folder of this ${outside.what}` }]
}

const GRANT = { word: 'write', from: GIT, layer: LAYER, required: false } as const
const PROTECTION = { word: 'protect', from: GIT, layer: LAYER, required: false } as const

/** Why the git folder outside is not given although git's own files ask for it; undefined when it is, or none is needed. */
export function refusalOfOutside(
  { outside }: GitFacts,
  project: Project,
): { readonly why: string; readonly fix: string } | undefined {
  if (!outside) return undefined
  if (outside.forged) return outside.forged
  const { commonDir, hiddenBy } = outside
  if (isWithin(project.path, commonDir))
    return { why: `it holds the project ${project.path}`, fix: 'move the project out of it' }
  if (hiddenBy === undefined) return undefined
  return { why: `${hiddenBy} is hidden`, fix: `to open it: jail run --write ${commonDir} …` }
}

const RUNS_THESE = 'git runs these on the host'
const RUNS_NAMED = 'git runs programs that it names'
const LEADS_GIT = 'it tells git where its settings and hooks are'

/** What git on the host runs, or is led to run, in each repository; the first reason for a path counts. */
function protections(git: GitFacts, project: Project): Rule[] {
  const found = new Map<string, Rule>()
  let asking: GitRepository | undefined
  const add = (path: string, why: string, create?: Rule['create']): void => {
    if (!found.has(path) && !isNeeded(path, asking, { git, project }))
      found.set(path, { ...PROTECTION, path, why, ...(create === undefined ? {} : { create }) })
  }
  for (const { absent } of git.repositories)
    for (const { path, text, why } of absent) add(path, why, { content: text, lent: true })
  for (const path of git.pointers) add(path, LEADS_GIT)
  for (const repository of git.repositories) {
    asking = repository
    // Only inside of git's own folder may a folder be made: in the work tree it would be litter.
    for (const path of repository.hooks)
      add(path, RUNS_THESE, isWithin(path, repository.commonDir) ? 'subfolder' : undefined)
    for (const path of [...repository.configs, ...repository.included]) add(path, RUNS_NAMED)
    for (const path of repository.attributes) add(path, 'it can switch on programs that git runs')
    for (const path of repository.pointers) add(path, LEADS_GIT)
    for (const { path, key } of repository.programs) add(path, `git runs it, as ${key} says`)
  }
  return [...found.values()]
}

/**
 * Whether work goes on in a folder or below it, so that it cannot be made read-only: that of the project, or of the
 * repository that `asks` for it. Others do not count, since the command can make one, and let it lie where it likes.
 */
export function isNeeded(
  path: string,
  asks: GitRepository | undefined,
  { git, project }: { readonly git: GitFacts; readonly project: Project },
): boolean {
  if (isWithin(project.path, path)) return true
  const holds = (place: string | undefined): boolean => place !== undefined && isWithin(place, path)
  return git.repositories.some(
    (one) =>
      (one === asks || one.kind === 'project') &&
      (holds(one.gitDir) || holds(one.commonDir) || holds(one.workTree)),
  )
}
