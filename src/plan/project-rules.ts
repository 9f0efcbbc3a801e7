import { JailError } from '../errors.ts'
import type { Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isWithin } from '../policy/paths.ts'
import type { Rule } from '../policy/policy.ts'
import { letsChange } from '../policy/words.ts'
import { GIT } from './git-rules.ts'

/**
 * Why a rule of the project's file has no effect, as the end of a sentence; undefined when it has. Whether the file
 * opens anything was judged by the text of its paths, and it stays allowed while its text stays: a link that the agent
 * makes must change neither.
 */
export function ledAwayTo(rule: Rule, fact: PathFact | undefined, facts: Facts): string | undefined {
  if (rule.speaker !== 'project' || fact?.state !== 'present') return undefined
  const [link] = strayLinks(fact, facts)
  if (link === undefined || rule.word === 'protect') return undefined
  // Less that is shown is always fine, but not less of what the administrator says to programs.
  if (rule.word === 'hide' && !isWithin(fact.real, '/etc') && !isWithin('/etc', fact.real)) return undefined
  const fix = rule.word === 'hide' ? '' : `; if you want that, name it yourself: --${rule.word} ${fact.real}`
  return `${link.at} is a link, and it leads to ${fact.real}${fix}`
}

/** Whether a path is there and reached by a link, which leads away what the project's file says of it. */
export function isStray(fact: PathFact | undefined, facts: Facts): boolean {
  return fact?.state === 'present' && strayLinks(fact, facts).length > 0
}

/** The links on the way to a path but those on the way to the home folder, which lead every path of it to one place. */
function strayLinks(fact: PresentPath, { caller, paths }: Facts): Link[] {
  const home = paths.get(caller.home)
  const known = home && 'links' in home ? home.links : []
  return fact.links.filter(({ at }) => !known.some((link) => link.at === at))
}

/** A rule at one of its paths: as it is written, and where that is. */
type Placed = { readonly rule: Rule; readonly path: string; readonly real: string }

/** Which grants open what a word closes. */
const OPENED_BY: Readonly<Partial<Record<Rule['word'], readonly string[]>>> = {
  hide: ['read', 'copy', 'keep', 'write'],
  protect: ['read', 'copy', 'keep', 'write'],
  read: ['copy', 'keep', 'write'],
  copy: ['keep', 'write'],
  keep: ['write'],
}

/** What other layers than the project's close, and what the project's file grants, at the real places of both. */
export class LinkedClosings {
  readonly #closed: Placed[] = []
  readonly #granted: Placed[] = []
  readonly #ofGit: Placed[] = []
  readonly #shown: Placed[] = []
  readonly #empty: Pick<Placed, 'path' | 'real'>[] = []

  /** Notes a rule at one of its paths, there or not. */
  add(rule: Rule, path: string, { real }: { readonly real: string }): void {
    const placed = { rule, path, real }
    if (rule.speaker === 'project') this.#granted.push(placed)
    else if (rule.from === GIT && rule.word === 'protect') this.#ofGit.push(placed)
    else if (rule.word in OPENED_BY) this.#closed.push(placed)
    if (rule.speaker !== 'project' && isGrant(rule.word)) this.#shown.push(placed)
  }

  /** Notes an empty place of jail's own, which cuts off what is granted around it. */
  addEmpty(path: string, real: string): void {
    if (path !== real) this.#empty.push({ path, real })
  }

  /**
   * Notes what the project's file takes back at a path, and answers whether it stays: where a link leads it away, or leads
   * a wider grant to it, the text of that file does not tell what would be left.
   */
  addTakenBack(rule: Rule, path: string, facts: Facts): boolean {
    const fact = facts.paths.get(path)
    if (fact?.state !== 'present') return false
    const isWider = (one: Placed): boolean =>
      OPENED_BY[rule.word]?.includes(one.rule.word) === true &&
      isWithin(fact.real, one.real) &&
      !isWithin(path, one.path)
    const stays = isStray(fact, facts) || this.#shown.some(isWider)
    // What that file grants was compared with a text that has it.
    if (isGrant(rule.word)) this.#shown.push({ rule, path, real: fact.real })
    return stays
  }

  /**
   * Throws where the project's file would open what another layer closes and the text of the two paths does not tell it:
   * then it is none of the lines that the person was shown. `policy.behind-link` where a link leads there, and
   * `policy.git-closed` for what git runs, which only its own files tell.
   */
  refuseOpened(): void {
    for (const grant of this.#granted) {
      const opened = this.#closed.find(
        ({ rule, path, real }) =>
          isWithin(grant.real, real) &&
          !isWithin(grant.path, path) &&
          OPENED_BY[rule.word]?.includes(grant.rule.word),
      )
      if (opened) throw behindLink(grant, opened)
      const empty = this.#empty.find((one) => this.#isInEmpty(grant, one))
      if (empty) throw byOtherName(grant, empty)
      if (!letsChange(grant.rule.word)) continue
      const ofGit = this.#ofGit.find((one) => isWithin(grant.real, one.real) && !this.#isSaid(grant, one))
      if (ofGit) throw closedForGit(grant, ofGit)
    }
  }

  /** Whether the text takes a place for one that a wider grant shows, and nothing but an empty place is there. */
  #isInEmpty(grant: Placed, empty: Pick<Placed, 'path' | 'real'>): boolean {
    if (!isGrant(grant.rule.word) || !isWithin(grant.real, empty.real) || isWithin(grant.path, empty.path))
      return false
    const around = this.#shown.filter(({ real }) => isWithin(grant.real, real))
    return around.length > 0 && !around.some(({ real }) => isWithin(real, empty.real))
  }

  /** Whether the person said that a place which git's files close is open, or was shown that the project's file opens it. */
  #isSaid({ rule, path, real }: Placed, { real: closed }: Placed): boolean {
    const isOpen = this.#shown.some(
      (one) => letsChange(one.rule.word) && isWithin(one.real, closed) && isWithin(real, one.real),
    )
    const isShown =
      this.#closed.some((one) => isWithin(one.real, closed) && isWithin(path, one.path)) ||
      rule.instead?.some(({ word }) => word in OPENED_BY)
    return isOpen || isShown === true
  }
}

function behindLink({ rule, path }: Placed, closed: Placed): JailError {
  return new JailError(
    'policy.behind-link',
    `${rule.at ?? rule.from}: ${rule.word} ${path} is not allowed: ${closed.path} (${closed.rule.word}, ${closed.rule.from}) leads by a link to ${closed.real}, and a project's file does not open it.`,
    { fix: `Take it out of that file. To open it yourself: --${rule.word} ${path}` },
  )
}

function byOtherName({ rule, path }: Placed, empty: Pick<Placed, 'path' | 'real'>): JailError {
  return new JailError(
    'policy.behind-link',
    `${rule.at ?? rule.from}: ${rule.word} ${path} is not allowed: it lies in ${empty.path}, which is empty in the jail, by another name.`,
    { fix: `Take it out of that file, or write it below ${empty.path}.` },
  )
}

function closedForGit({ rule, path }: Placed, closed: Placed): JailError {
  return new JailError(
    'policy.git-closed',
    `${rule.at ?? rule.from}: ${rule.word} ${path} is not allowed: ${closed.path} is read-only, since ${closed.rule.why}, and a project's file does not open it.`,
    { fix: `Take it out of that file. To open it yourself: --${rule.word} ${path}` },
  )
}
