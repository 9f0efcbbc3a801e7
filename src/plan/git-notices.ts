import type { Facts, GitFacts } from '../host/facts.ts'
import { WEAKENINGS } from '../policy/weakenings.ts'
import type { Arranged } from './arrange.ts'
import { isNeeded, refusalOfOutside } from './git-rules.ts'
import type { Weakening } from './plan.ts'

/** Most notices of one start about git: a project must not be able to bury what else is said. */
const MOST_NOTICES = 10

/** What git's own files ask for and does not get, and what stays open, as whole sentences. */
export function gitNotices(facts: Facts, box: Arranged): string[] {
  const found = [
    ...outsideNotices(facts, box),
    ...facts.git.notices.map((notice) => `${notice}.`),
    ...alternateNotices(facts.git, box),
    ...openNotices(facts, box),
  ]
  const unique = [...new Set(found)]
  if (unique.length <= MOST_NOTICES) return unique
  return [
    ...unique.slice(0, MOST_NOTICES),
    `There are ${unique.length - MOST_NOTICES} more notices about git.`,
  ]
}

/** A project whose repositories were not all found is weaker than the policy says. */
export function gitWeakenings({ incomplete }: GitFacts): Weakening[] {
  if (incomplete === undefined) return []
  return [
    {
      id: 'nested-repositories',
      what: WEAKENINGS['nested-repositories'],
      because: `not all of it can be protected: ${incomplete}`,
      fix: 'Start in a smaller folder: jail run --project DIR … Or name nested-repositories in `accept` of the profile.',
    },
  ]
}

function outsideNotices({ git, project }: Facts, box: Arranged): string[] {
  const { outside } = git
  const refusal = refusalOfOutside(git, project)
  if (!outside || !refusal) return []
  const cover = box.coverOf(outside.commonDir)
  if (cover === 'rw' || cover === 'ro') return []
  return [
    `${outside.pointer} leads to ${outside.commonDir}, which is not given, so git does not work inside: ${refusal.why}. What to do: ${refusal.fix}`,
  ]
}

function alternateNotices({ repositories }: GitFacts, box: Arranged): string[] {
  return repositories.flatMap(({ alternates, commonDir }) => {
    const isSeen = (path: string): boolean => box.coverOf(path) === 'ro' || box.coverOf(path) === 'rw'
    if (!isSeen(commonDir)) return []
    return alternates
      .filter((path) => !isSeen(path))
      .map(
        (path) =>
          `${commonDir} needs objects of another repository, which is hidden. To show it: --read ${path}`,
      )
  })
}

/** Places that git would run something from, and that the command can write all the same. */
function openNotices({ git, paths, project }: Facts, box: Arranged): string[] {
  const isOpen = (path: string): boolean => {
    const fact = paths.get(path)
    const real = fact && 'real' in fact ? fact.real : path
    return fact?.state !== 'present' && box.coverOf(real) === 'rw'
  }
  return git.repositories.flatMap((repository) => {
    const { hooks, included, commonDir } = repository
    return [
      ...hooks
        .filter((path) => isNeeded(path, repository, { git, project }) && box.coverOf(path) === 'rw')
        .map((path) => `git takes hooks from ${path}, where work goes on, so they are not protected.`),
      ...hooks
        .filter((path) => !path.startsWith(`${commonDir}/`) && isOpen(path))
        .map(
          (path) =>
            `git takes hooks from ${path}, which is not there: the command can make it. To close it: mkdir ${path}`,
        ),
      ...included
        .filter(isOpen)
        .map(
          (path) =>
            `git's settings include ${path}, which is not there: the command can make it. To close it: touch ${path}`,
        ),
    ]
  })
}
