import type { Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { type Claims, claim, isGrant, settle } from '../policy/claims.ts'
import { isPattern, isWithin, parentOf } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import { mayAccess } from './access.ts'
import { OWN_FILES, OWNER_CHECKED } from './fixed.ts'
import { Linked, opensNothing, type Waiting } from './linked.ts'
import { closes, type MadeLink, type Node, type Nodes } from './node.ts'
import { type Reason, reasonOf } from './op.ts'
import type { HostPlace, Skipped } from './plan.ts'
import { LinkedClosings, ledAwayTo } from './project-rules.ts'
import { isLink, placeOf, realOf } from './real.ts'
import { missing, refuseNoFile, refuseReserved, refuseUnnamed, reserved, stateText } from './refuse-rule.ts'
import { isGap, isTold, mayAwait, nodeOf, standingOf } from './standing.ts'

/** Layers of what jail adds itself: below every rule of a person, so that a rule at the same path wins. */
const FIXED_LAYER = -1
export const TOOL_LAYER = -0.5

/** Gathers the places. The order of its calls matters only where they say so. */
export class Collector implements Nodes {
  readonly nodes = new Map<string, Node>()
  readonly links = new Map<string, MadeLink>()
  readonly skipped: Skipped[] = []
  readonly create: HostPlace[] = []
  /** All places that anything asked for, whichever stand in the end. */
  readonly asked: Node[] = []
  readonly closings = new LinkedClosings()
  readonly ledOut: Nodes['ledOut'][number][] = []
  readonly #claims = new Map<string, Claims<Node>>()
  readonly #waiting: Waiting[] = []
  readonly #facts: Facts
  readonly linked: Linked

  constructor(facts: Facts, policy: Policy) {
    this.#facts = facts
    this.linked = new Linked(policy, facts, (path) => this.#pathsOf(path))
  }

  addTmpfs(path: string, why: string): void {
    this.addLinks(path, why)
    const fact = this.#facts.paths.get(path)
    const absent = fact?.state === 'present' ? {} : ({ absent: true } as const)
    this.addFixed(realOf(path, fact), { word: 'tmpfs', why, ...absent })
  }

  /** A folder that jail itself adds, below every rule of a person. */
  addFixed(path: string, what: Pick<Node, 'word' | 'why'> & Partial<Node>): void {
    const place = { path, kind: 'folder', size: 0, readable: true, source: path } as const
    this.#claim({ ...place, layer: FIXED_LAYER, from: 'fixed', ...what })
  }

  /** What of the host jail itself adds, unless a rule hides it. Comes after `settleRules`. */
  addFound(fact: PresentPath, what: Pick<Node, 'word' | 'why'> & Partial<Node>): void {
    const node = { ...placeOf(fact, this.#facts.caller), layer: FIXED_LAYER, from: 'fixed', ...what }
    if (closes(this.nodes, node) === 'hide') return
    // Not what such a link was made to lead to.
    if (this.linked.isPlanted(fact.links) && !opensNothing('read', fact.real, this.nodes)) return
    this.addPlace(fact, node)
  }

  /** A thing of the host at its place, with the links to it. */
  addPlace(fact: PresentPath, node: Node): void {
    // What stands at the link itself needs no link.
    const links = fact.links.filter((link) => link.at !== node.path)
    this.#addAllLinks(links, node)
    this.#claim(node)
  }

  addRule(rule: Rule): void {
    const paths = this.#pathsOf(rule.path)
    if (paths.length === 0) this.#skip(rule, 'nothing matches it')
    for (const path of paths) this.#addAt(rule, path)
  }

  /** What the project's file takes back, where that has no effect. Comes after all other rules. */
  addTakenBack(rule: Rule): void {
    for (const path of this.#pathsOf(rule.path))
      if (this.closings.addTakenBack(rule, path, this.#facts)) this.#addAt(rule, path)
  }

  #addAt(rule: Rule, path: string): void {
    refuseReserved(rule, path)
    refuseUnnamed(rule, path)
    const fact = this.#facts.paths.get(path)
    const ledAway = ledAwayTo(rule, fact, this.#facts)
    if (ledAway !== undefined) {
      this.#skip(rule, ledAway, true)
      for (const other of rule.instead ?? []) this.#addAt(other, path)
    } else if (fact?.state === 'present') this.#addPresent(rule, path, fact)
    else if (fact?.state === 'absent' && this.#mayCreate(rule, path)) this.#addCreated(rule, fact)
    else if (fact?.state === 'absent' && mayAwait(rule)) this.#addAwaited(rule, fact)
    else if (rule.required) throw missing(rule, path, stateText(fact))
    else this.#skip(rule, stateText(fact), isTold(rule) || isGap(rule, fact))
  }

  /** The links on the way to a path. */
  addLinks(path: string, why: string, from = 'fixed'): void {
    const fact = this.#facts.paths.get(path)
    if (fact && 'links' in fact) this.#addAllLinks(fact.links, { why, from })
  }

  /**
   * The winner at each path. A grant that comes by a link which the box itself could have made was not named by a
   * person, so it opens nothing that the nearest of the other rules closes.
   */
  settleRules(): void {
    this.settle()
    const judged = this.#waiting.map((one) => ({ ...one, by: closes(this.nodes, one.node) }))
    for (const { node, links, rule, made, by } of judged) {
      if (by !== undefined) {
        const does = by === 'hide' ? 'hides' : 'protects'
        this.#skip(rule, `a link on the way to it leads to what another rule ${does}`, true)
      }
      if (by === 'hide' || (by === 'protect' && made)) continue
      const word = by === 'protect' ? 'read' : node.word
      if (!opensNothing(word, node.path, this.nodes)) {
        this.#leadOut(rule, node, links)
        continue
      }
      if (made) this.create.push(made)
      this.#addAllLinks(links, node)
      this.#claim(by === 'protect' ? { ...node, word: 'read', pinned: true, guarded: true } : node)
    }
    this.settle()
  }

  /** What an earlier run planted must not widen this one. The notice is made from `ledOut`. */
  #leadOut(rule: Rule, node: Node, links: readonly Link[]): void {
    const because = `the link ${links.at(0)?.at} leads to ${node.path}, and the command can make such links`
    if (rule.required) throw missing(rule, rule.path, because)
    this.#skip(rule, because, false)
    this.ledOut.push({ rule, node, links })
  }

  /** The winner at each path of all that was added so far. */
  settle(): void {
    for (const [path, claims] of this.#claims) {
      const settled = settle(claims)
      if (settled) this.nodes.set(path, nodeOf(settled))
    }
  }

  #pathsOf(path: string): readonly string[] {
    return isPattern(path) ? (this.#facts.matches.get(path) ?? []) : [path]
  }

  #mayCreate({ create }: Rule, path: string): boolean {
    if (create === undefined || create === 'folder') return create === 'folder'
    const above = this.#facts.paths.get(parentOf(path))
    if (above && 'real' in above && this.create.some((made) => made.path === above.real)) return true
    return above?.state === 'present' && above.kind === 'folder' && mayAccess(above, this.#facts.caller, 2)
  }

  #addPresent(rule: Rule, path: string, fact: PresentPath): void {
    refuseNoFile(rule, fact)
    if (this.#isReserved(rule, fact.real)) return
    this.closings.add(rule, path, fact)
    const place = placeOf(fact, this.#facts.caller)
    const isUnreadable = rule.word === 'read' && fact.kind === 'file' && !place.readable
    if (isUnreadable) this.#skip(rule, 'you may not read it')
    if (typeof rule.create === 'object' && 'lent' in rule.create)
      this.create.push({ path: fact.real, why: rule.why, ...rule.create })
    const copied = fact.kind === 'file' && OWNER_CHECKED.some((folder) => isWithin(path, folder))
    const weak = rule.word === 'protect' && this.#isReplaceable(rule, path, fact)
    const node = { ...place, ...standingOf(rule), ...(copied && { copied }), ...(weak && { weak }) }
    this.#add({ node, links: fact.links, rule })
  }

  /** Whether a protection comes by a link that can be replaced inside, which is told. */
  #isReplaceable(rule: Rule, path: string, { links }: PresentPath): boolean {
    const isLinkItself = isLink(path, links)
    if (!isLinkItself && !this.linked.isPlanted(links)) return false
    const what = isLinkItself ? 'it is a link' : 'it is reached by a link'
    this.#skip(rule, `${what}, which can be replaced inside; only its target is read-only`, true)
    return true
  }

  /** A link may lead to what no rule may name. */
  #isReserved(rule: Rule, real: string): boolean {
    const what = reserved(rule, real)
    if (what === undefined) return false
    if (rule.speaker === 'flags') refuseReserved(rule, real)
    this.#skip(rule, `it leads by a link to ${real}, which cannot be ${what}`, true)
    return true
  }

  #addCreated(rule: Rule, { real, links }: Exclude<PathFact, PresentPath | { state: 'unknown' }>): void {
    const content = typeof rule.create === 'object' ? rule.create : {}
    const kind = typeof rule.create === 'object' ? 'file' : 'folder'
    const node = { path: real, kind, size: 0, readable: true, source: real, ...standingOf(rule) } as const
    this.closings.add(rule, rule.path, { real })
    // Nothing is made where a link of the box leads, not even something empty that is to be closed.
    if (!isGrant(node.word) && this.linked.isPlanted(links)) {
      this.#skip(rule, 'it is not there, and is reached by a link, which can be replaced inside', true)
      return
    }
    this.#add({ node, links, rule, made: { path: real, why: rule.why, ...content } })
  }

  /** What is kept may be made inside, where the folder for it is there. */
  #addAwaited(rule: Rule, { real, links }: Exclude<PathFact, PresentPath | { state: 'unknown' }>): void {
    const above = this.#facts.paths.get(parentOf(rule.path))
    if (above?.state !== 'present' || above.kind !== 'folder') {
      this.#skip(rule, 'the folder for it does not exist', true)
      return
    }
    this.closings.add(rule, rule.path, { real })
    const place = { path: real, kind: 'file', size: 0, readable: true, source: real, absent: true } as const
    this.#add({ node: { ...place, ...standingOf(rule) }, links, rule })
  }

  #add(one: Waiting): void {
    const { node, links, made, rule } = one
    if (node.word === 'keep' && this.linked.isPlanted(links)) {
      // What is written outside after the run must go where a person said, and nowhere else.
      const fix = `to keep it, name it itself: --keep ${node.path}`
      const because = `it is reached by a link that can be replaced inside, and leads to ${node.path}`
      this.#skip(rule, `${because}; ${fix}`, true)
      return
    }
    if (isGrant(node.word) && this.linked.isPlanted(links)) {
      this.asked.push(node)
      this.#waiting.push(one)
      return
    }
    if (made) this.create.push(made)
    // A link to what is hidden would only tell where it lies.
    if (node.word !== 'hide') this.#addAllLinks(links, node)
    this.#claim(node)
  }

  #addAllLinks(links: readonly Link[], reason: Reason): void {
    for (const { at: path, to } of links)
      if (!this.links.has(path) && !OWN_FILES.some((file) => file === path))
        this.links.set(path, { path, to, ...reasonOf(reason) })
  }

  #skip(rule: Rule, because: string, told = isTold(rule)): void {
    const { path, word, from, at } = rule
    this.skipped.push({ path, word, because, from, ...(at === undefined ? {} : { at }), told })
  }

  #claim(node: Node): void {
    const known = this.#claims.get(node.path) ?? {}
    claim(known, node)
    this.#claims.set(node.path, known)
    this.asked.push(node)
  }
}
