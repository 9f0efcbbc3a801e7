import { JailError } from '../errors.ts'
import type { Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { isWithin } from '../policy/paths.ts'
import type { Rule } from '../policy/policy.ts'

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
}

/** What other layers than the project's close, and what the project's file grants, at the real places of both. */
export class LinkedClosings {
  readonly #closed: Placed[] = []
  readonly #granted: Placed[] = []

  /** Notes a rule at one of its paths. */
  add(rule: Rule, path: string, { real }: PresentPath): void {
    const isOfProject = rule.speaker === 'project'
    if (isOfProject) this.#granted.push({ rule, path, real })
    else if (rule.word in OPENED_BY) this.#closed.push({ rule, path, real })
  }

  /**
   * Throws `policy.behind-link` when the project's file would open what another layer closes and the text of the two
   * paths does not tell it: then it is none of the lines that the person was shown.
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
    }
  }
}

function behindLink({ rule, path }: Placed, closed: Placed): JailError {
  return new JailError(
    'policy.behind-link',
    `${rule.at ?? rule.from}: ${rule.word} ${path} is not allowed: ${closed.path} (${closed.rule.word}, ${closed.rule.from}) leads by a link to ${closed.real}, and a project's file does not open it.`,
    { fix: `Take it out of that file. To open it yourself: --${rule.word} ${path}` },
  )
}
