import type { Caller, Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import { isPattern, isWithin, nameOf, parentOf } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import { PATH_WORDS, type PathWord } from '../policy/words.ts'
import { mayAccess } from './access.ts'
import { RESOLV_CONF, RESOLV_FOLDERS, TMPFS_PATHS } from './fixed.ts'
import type { Reason } from './op.ts'
import type { HostEntry, Skipped } from './plan.ts'
import { missing, refuseFolderCopy, refuseReserved, stateText } from './refuse-rule.ts'

/** One place of the box, at its real path. `tmpfs` is an empty place of ours, `cache` a folder of jail's own state. */
export type Node = Reason & {
  readonly path: string
  readonly word: PathWord | 'tmpfs' | 'cache'
  readonly kind: PresentPath['kind']
  readonly layer: number
  readonly size: number
  readonly readable: boolean
  /** Where it lies on the host; the same path, but for caches. */
  readonly source: string
}

export type Nodes = {
  readonly nodes: ReadonlyMap<string, Node>
  readonly links: ReadonlyMap<string, Link & Reason>
  readonly skipped: readonly Skipped[]
  readonly create: readonly HostEntry[]
}

/** Layers of what jail adds itself: below every rule of a person, so that a rule at the same path wins. */
const FIXED_LAYER = -1
const TOOL_LAYER = -0.5

/** The places of the box on this machine: every rule and every need at its real path, the winner at each. */
export function collectNodes(policy: Policy, facts: Facts, cache: string): Nodes {
  const found = new Collector(facts)
  for (const path of TMPFS_PATHS) found.addTmpfs(path, 'scratch space', 'fixed')
  found.addTmpfs(found.home, 'the home folder is hidden', 'fixed')
  for (const rule of policy.rules) found.addRule(rule)
  for (const { entry, roots } of facts.toolchains) {
    // The folder of PATH may itself be reached through a link, such as ~/.nvm/current or fnm's in /run.
    if (roots.length > 0) found.addLinks(entry, 'a folder of your PATH')
    for (const root of roots) found.addTool(root.path, root.why)
  }
  if (facts.command.state === 'found')
    for (const root of facts.command.roots) found.addTool(root.path, root.why)
  found.addResolver()
  found.addLinks(facts.project.named, 'the project as you named it')
  found.addLinks(facts.caller.cwd.logical, 'the current folder')
  found.addLinks(facts.caller.home, 'the home folder')
  if (facts.stateWritable) found.addCache(cache, policy)
  return found
}

class Collector implements Nodes {
  readonly nodes = new Map<string, Node>()
  readonly links = new Map<string, Link & Reason>()
  readonly skipped: Skipped[] = []
  readonly create: HostEntry[] = []
  readonly home: string
  readonly #facts: Facts

  constructor(facts: Facts) {
    this.#facts = facts
    this.home = realOf(facts.caller.home, facts.paths.get(facts.caller.home))
  }

  addTmpfs(path: string, why: string, from: string): void {
    const real = realOf(path, this.#facts.paths.get(path))
    this.#put({
      path: real,
      word: 'tmpfs',
      kind: 'folder',
      layer: FIXED_LAYER,
      size: 0,
      readable: true,
      source: real,
      why,
      from,
    })
  }

  addRule(rule: Rule): void {
    const paths = isPattern(rule.path) ? (this.#facts.matches.get(rule.path) ?? []) : [rule.path]
    if (paths.length === 0) this.#skip(rule, 'nothing matches it')
    for (const path of paths) {
      refuseReserved(rule, path)
      const fact = this.#facts.paths.get(path)
      if (fact?.state === 'present') this.#addPresent(rule, fact)
      else if (fact?.state === 'absent' && this.#mayCreate(rule, path))
        this.#addCreated(rule, fact.real, fact.links)
      else if (rule.required) throw missing(rule, path, fact)
      else this.#skip(rule, stateText(fact))
    }
  }

  #mayCreate({ create }: Rule, path: string): boolean {
    if (create === undefined || create === 'folder') return create === 'folder'
    const above = this.#facts.paths.get(parentOf(path))
    return above?.state === 'present' && above.kind === 'folder' && mayAccess(above, this.#facts.caller, 2)
  }

  addTool(path: string, why: string): void {
    const fact = this.#facts.paths.get(path)
    if (fact?.state !== 'present') return
    const from = 'the tools on your PATH'
    this.#addAllLinks(fact.links, { why, from })
    this.#put({ ...placeOf(fact, this.#facts.caller), word: 'read', layer: TOOL_LAYER, why, from })
  }

  /** Name lookup: the folder of resolv.conf where that is safe; elsewhere the plan hands over a copy. */
  addResolver(): void {
    const fact = this.#facts.paths.get(RESOLV_CONF)
    if (fact?.state !== 'present') {
      this.skipped.push({
        path: RESOLV_CONF,
        word: 'read',
        because: stateText(fact),
        from: 'fixed',
        told: false,
      })
      return
    }
    const reason = { why: 'name lookup', from: 'fixed' }
    const folder = RESOLV_FOLDERS.find((candidate) => isWithin(fact.real, candidate))
    const place = { word: 'read', layer: FIXED_LAYER, ...reason } as const
    if (folder === undefined) {
      this.#put({ ...placeOf(fact, this.#facts.caller), ...place, path: RESOLV_CONF, source: fact.real })
      return
    }
    this.#addAllLinks(fact.links, reason)
    this.#put({ ...place, path: folder, kind: 'folder', size: 0, readable: true, source: folder })
  }

  addLinks(path: string, why: string): void {
    const fact = this.#facts.paths.get(path)
    if (fact && 'links' in fact) this.#addAllLinks(fact.links, { why, from: 'fixed' })
  }

  addCache(cache: string, policy: Policy): void {
    const place = policy.env.set.find((entry) => entry.name === 'npm_config_cache')?.value
    const folder = place?.slice(0, place.lastIndexOf('/'))
    if (folder === undefined || !isWithin(folder, this.#facts.caller.home)) return
    const path = this.home + folder.slice(this.#facts.caller.home.length)
    const why = 'caches of this project only'
    this.create.push({ path: cache, why })
    this.#put({
      path,
      word: 'cache',
      kind: 'folder',
      layer: FIXED_LAYER,
      size: 0,
      readable: true,
      source: cache,
      why,
      from: 'fixed',
    })
  }

  #addPresent(rule: Rule, fact: PresentPath): void {
    refuseFolderCopy(rule, fact)
    if (rule.word === 'protect' && fact.links.length > 0 && isLink(rule.path, fact.links))
      this.#skip(rule, 'it is a link, which can be replaced inside; only its target is read-only', true)
    const readable = mayAccess(fact, this.#facts.caller, 4)
    if (rule.word === 'read' && fact.kind === 'file' && !readable) this.#skip(rule, 'you may not read it')
    if (typeof rule.create === 'object')
      this.create.push({ path: fact.real, why: rule.why, text: rule.create.text })
    this.#addAllLinks(fact.links, rule)
    this.#put({
      ...placeOf(fact, this.#facts.caller),
      ...reasonOf(rule),
    })
  }

  #addCreated(rule: Rule, real: string, links: readonly Link[]): void {
    this.#addAllLinks(links, rule)
    const text = typeof rule.create === 'object' ? rule.create.text : undefined
    this.create.push({ path: real, why: rule.why, ...(text === undefined ? {} : { text }) })
    this.#put({
      path: real,
      kind: text === undefined ? 'folder' : 'file',
      size: text?.length ?? 0,
      readable: true,
      source: real,
      ...reasonOf(rule),
    })
  }

  #addAllLinks(links: readonly Link[], { why, from }: Reason): void {
    for (const link of links) if (!this.links.has(link.at)) this.links.set(link.at, { ...link, why, from })
  }

  #skip(rule: Rule, because: string, told = rule.from === COMMAND_LINE): void {
    this.skipped.push({ path: rule.path, word: rule.word, because, from: rule.from, told })
  }

  #put(node: Node): void {
    const known = this.nodes.get(node.path)
    if (!known || stronger(node, known)) this.nodes.set(node.path, node)
  }
}

/**
 * The later layer wins; within one layer the order of the words. Two rules meet at one real path only through a link,
 * and whoever can write there can plant that link: a protection that comes by one takes no other rule's place.
 */
function stronger(a: Node, b: Node): boolean {
  if ((a.word === 'protect') !== (b.word === 'protect')) return b.word === 'protect'
  if (a.layer !== b.layer) return a.layer > b.layer
  return rank(a.word) < rank(b.word)
}

function reasonOf({ word, layer, why, from }: Rule): Pick<Node, 'word' | 'layer' | 'why' | 'from'> {
  return { word, layer, why, from }
}

function rank(word: Node['word']): number {
  const at = PATH_WORDS.indexOf(word as PathWord)
  return at < 0 ? PATH_WORDS.length : at
}

function placeOf(
  fact: PresentPath,
  caller: Caller,
): Pick<Node, 'path' | 'kind' | 'size' | 'readable' | 'source'> {
  return {
    path: fact.real,
    kind: fact.kind,
    size: fact.size,
    readable: mayAccess(fact, caller, 4),
    source: fact.real,
  }
}

/** Whether the last component of a path is itself a link: its folder without links, and its name, is where one was met. */
function isLink(path: string, links: readonly Link[]): boolean {
  return links.some((link) => nameOf(link.at) === nameOf(path))
}

function realOf(path: string, fact: PathFact | undefined): string {
  return fact && 'real' in fact ? fact.real : path
}
