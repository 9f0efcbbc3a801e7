import type { Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import { isBelow, isPattern, nameOf, parentOf } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import { type Claims, claim, nearest, settle } from './claims.ts'
import { OWN_FILES } from './fixed.ts'
import type { Node, Nodes } from './node.ts'
import type { Reason } from './op.ts'
import { mayAccess, realOf } from './path-fact.ts'
import type { HostFolder, Skipped } from './plan.ts'
import { missing, refuseFolderCopy, refuseReserved, reserved, stateText } from './refuse-rule.ts'

/** Layers of what jail adds itself: below every rule of a person, so that a rule at the same path wins. */
const FIXED_LAYER = -1
const TOOL_LAYER = -0.5

/** A grant that waits until all other rules are settled, since it must not open what one of them closed. */
type Waiting = { readonly node: Node; readonly links: readonly Link[]; readonly rule: Rule }

/** Gathers the places. The order of its calls matters only where `settleRules` says so. */
export class Collector implements Nodes {
  readonly nodes = new Map<string, Node>()
  readonly links = new Map<string, Link & Reason>()
  readonly skipped: Skipped[] = []
  readonly create: HostFolder[] = []
  readonly #claims = new Map<string, Claims>()
  readonly #waiting: Waiting[] = []
  readonly #facts: Facts
  /** Real paths in which the box may make links. */
  readonly #writables: readonly string[]

  constructor(facts: Facts, policy: Policy) {
    this.#facts = facts
    this.#writables = policy.writes
      .flatMap((path) => this.#pathsOf(path))
      .map((path) => realOf(path, facts.paths.get(path)))
      .filter((real) => reserved({ word: 'write' }, real) === undefined)
  }

  addTmpfs(path: string, why: string): void {
    const fact = this.#facts.paths.get(path)
    if (fact && 'links' in fact) this.#addAllLinks(fact.links, { why, from: 'fixed' })
    const absent = fact?.state === 'present' ? {} : ({ absent: true } as const)
    this.addFixed(realOf(path, fact), { word: 'tmpfs', why, ...absent })
  }

  /** A folder that jail itself adds, below every rule of a person. */
  addFixed(path: string, what: Pick<Node, 'word' | 'why'> & Partial<Node>): void {
    this.#claim({
      path,
      kind: 'folder',
      layer: FIXED_LAYER,
      size: 0,
      readable: true,
      source: path,
      from: 'fixed',
      ...what,
    })
  }

  /** A thing of the host that jail itself adds, unless a rule hides it. Comes after `settleRules`. */
  addFound(fact: PresentPath, what: Pick<Node, 'word' | 'why'> & Partial<Node>, isNamed = false): void {
    const node = { ...this.#placeOf(fact), layer: FIXED_LAYER, from: 'fixed', ...what }
    if (!isNamed && closes(this.nodes, node) === 'hide') return
    // What stands at the link itself needs no link.
    this.#addAllLinks(
      fact.links.filter((link) => link.at !== node.path),
      node,
    )
    this.#claim(node)
  }

  addRule(rule: Rule): void {
    const paths = this.#pathsOf(rule.path)
    if (paths.length === 0) this.skip(rule, 'nothing matches it')
    for (const path of paths) {
      refuseReserved(rule, path)
      const fact = this.#facts.paths.get(path)
      if (fact?.state === 'present') this.#addPresent(rule, fact, path)
      else if (fact?.state === 'absent' && this.#mayCreate(rule, path)) this.#addCreated(rule, fact)
      else if (rule.required) throw missing(rule, path, fact)
      else this.skip(rule, stateText(fact))
    }
  }

  /** A folder of tools, or a part of the command itself, which is shown even in a hidden folder: the person named it. */
  addTool(path: string, why: string, isCommand = false): void {
    const fact = this.#facts.paths.get(path)
    if (fact?.state !== 'present' || reserved({ word: 'read' }, fact.real) !== undefined) return
    const node = { word: 'read', layer: TOOL_LAYER, why, from: 'the tools on your PATH' } as const
    this.addFound(fact, node, isCommand)
  }

  addLinks(path: string, why: string): void {
    const fact = this.#facts.paths.get(path)
    if (fact && 'links' in fact) this.#addAllLinks(fact.links, { why, from: 'fixed' })
  }

  /**
   * The winner at each path. A grant that comes by a link which the box itself could have made was not named by a
   * person, so it opens nothing that the nearest of the other rules closes.
   */
  settleRules(): void {
    this.settleAll()
    const judged = this.#waiting.map((one) => ({ ...one, by: closes(this.nodes, one.node) }))
    for (const { node, links, rule, by } of judged) {
      if (by !== undefined)
        this.skip(
          rule,
          `it leads by a link to ${node.path}, which another rule ${by === 'hide' ? 'hides' : 'protects'}`,
          true,
        )
      if (by === 'hide') continue
      this.#addAllLinks(links, node)
      this.#claim(by === 'protect' ? { ...node, word: 'read', pinned: true } : node)
    }
    this.settleAll()
  }

  /** The winner at each path, with what jail itself adds. */
  settleAll(): void {
    for (const [path, claims] of this.#claims) {
      const node = settle(claims)
      if (node) this.nodes.set(path, node)
    }
  }

  skip(rule: Rule, because: string, told = isTold(rule)): void {
    this.skipped.push({ path: rule.path, word: rule.word, because, from: rule.from, told })
  }

  #pathsOf(path: string): readonly string[] {
    return isPattern(path) ? (this.#facts.matches.get(path) ?? []) : [path]
  }

  #mayCreate({ create }: Rule, path: string): boolean {
    if (create !== 'subfolder') return create === 'folder'
    const above = this.#facts.paths.get(parentOf(path))
    return above?.state === 'present' && above.kind === 'folder' && mayAccess(above, this.#facts.caller, 2)
  }

  #addPresent(rule: Rule, fact: PresentPath, path: string): void {
    refuseFolderCopy(rule, fact)
    if (this.#isReserved(rule, fact.real)) return
    const isLinkItself = isLink(path, fact.links)
    const place = this.#placeOf(fact)
    if (rule.word === 'read' && fact.kind === 'file' && !place.readable)
      this.skip(rule, 'you may not read it')
    const isPlanted = fact.links.some((link) => this.#writables.some((folder) => isBelow(link.at, folder)))
    const weak = rule.word === 'protect' && (isLinkItself || isPlanted)
    const what = isLinkItself ? 'it is a link' : 'it is reached by a link'
    if (weak) this.skip(rule, `${what}, which can be replaced inside; only its target is read-only`, true)
    const node = { ...place, ...reasonOf(rule), ...(weak ? ({ weak: true } as const) : {}) }
    if (isPlanted && rule.word !== 'hide' && rule.word !== 'protect') {
      this.#waiting.push({ node, links: fact.links, rule })
      return
    }
    this.#addAllLinks(fact.links, rule)
    this.#claim(node)
  }

  /** A link may lead to what no rule may name. */
  #isReserved(rule: Rule, real: string): boolean {
    const what = reserved(rule, real)
    if (what === undefined) return false
    if (rule.from === COMMAND_LINE) refuseReserved(rule, real)
    this.skip(rule, `it leads by a link to ${real}, which cannot be ${what}`, true)
    return true
  }

  #addCreated(rule: Rule, { real, links }: Exclude<PathFact, PresentPath | { state: 'unknown' }>): void {
    this.#addAllLinks(links, rule)
    this.create.push({ path: real, why: rule.why })
    this.#claim({ path: real, kind: 'folder', size: 0, readable: true, source: real, ...reasonOf(rule) })
  }

  #addAllLinks(links: readonly Link[], { why, from }: Reason): void {
    for (const link of links)
      if (!this.links.has(link.at) && !OWN_FILES.some((file) => file === link.at))
        this.links.set(link.at, { ...link, why, from })
  }

  #placeOf(fact: PresentPath): Pick<Node, 'path' | 'kind' | 'size' | 'readable' | 'source'> {
    const readable = mayAccess(fact, this.#facts.caller, 4)
    return { path: fact.real, kind: fact.kind, size: fact.size, readable, source: fact.real }
  }

  #claim(node: Node): void {
    const known = this.#claims.get(node.path) ?? {}
    claim(known, node)
    this.#claims.set(node.path, known)
  }
}

function reasonOf(rule: Rule): Pick<Node, 'word' | 'layer' | 'why' | 'from' | 'matched'> {
  const { word, layer, why, from } = rule
  return { word, layer, why, from, ...(isPattern(rule.path) ? ({ matched: true } as const) : {}) }
}

const NEUTRAL: readonly Node['word'][] = ['protect', 'tmpfs', 'cache']

/** Which rule around a grant, or around what it shows, takes away what it would give. */
function closes(nodes: ReadonlyMap<string, Node>, grant: Node): 'hide' | 'protect' | undefined {
  let isProtected = false
  for (const path of [grant.path, grant.source]) {
    // Neither a protection nor scratch space is what a person shows or hides: what they stand in still counts.
    if (nearest(nodes, path, ({ word }) => !NEUTRAL.includes(word))?.word === 'hide') return 'hide'
    const protection = nearest(nodes, path, () => true)
    isProtected ||= protection?.word === 'protect' || protection?.pinned === true
  }
  return isProtected && grant.word !== 'read' ? 'protect' : undefined
}

/** What has no effect is said when the person typed it, or when a rule of theirs closes nothing. */
function isTold({ word, from, builtIn }: Rule): boolean {
  return from === COMMAND_LINE || (!builtIn && (word === 'hide' || word === 'protect'))
}

/** Whether the last component of a path is itself a link: its folder without links, and its name, is where one was met. */
function isLink(path: string, links: readonly Link[]): boolean {
  return links.some((link) => nameOf(link.at) === nameOf(path))
}
