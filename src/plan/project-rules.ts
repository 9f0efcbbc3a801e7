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
export function strayLinks(fact: PresentPath, { caller, paths }: Facts): Link[] {
  const home = paths.get(caller.home)
  const known = home && 'links' in home ? home.links : []
  return fact.links.filter(({ at }) => !known.some((link) => link.at === at))
}

/** What is needed of a place of the box to judge it. */
type Standing = Pick<Rule, 'path' | 'from' | 'at' | 'speaker'> & { readonly word: string }

/** What other layers than the project's close behind a link, at its real place, where the text of no path tells it. */
export class LinkedClosings {
  readonly #found: { readonly rule: Rule; readonly real: string }[] = []

  /** Notes a rule that closes something behind links. */
  add(rule: Rule, links: readonly Link[], real: string): void {
    const closes = rule.word === 'hide' || rule.word === 'protect'
    if (closes && links.length > 0 && rule.speaker !== 'project') this.#found.push({ rule, real })
  }

  /** Throws `policy.behind-link` when a grant of the project's file would open one of them, at its place or in it. */
  refuseOpened(nodes: ReadonlyMap<string, Standing>): void {
    if (this.#found.length === 0) return
    for (const node of nodes.values()) {
      if (node.speaker !== 'project' || node.word === 'hide' || node.word === 'protect') continue
      for (const { rule, real } of this.#found) if (isWithin(node.path, real)) refuse(node, rule, real)
    }
  }
}

function refuse(node: Standing, rule: Rule, real: string): never {
  throw new JailError(
    'policy.behind-link',
    `${node.at ?? node.from}: ${node.word} ${node.path} is not allowed: ${rule.path} (${rule.from}: ${rule.word}) is a link that leads to ${real}, and a project's file does not open it.`,
    { fix: `Take it out of that file. To open it yourself: --${node.word} ${node.path}` },
  )
}
