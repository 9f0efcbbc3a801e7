import type { Facts, Link, PathFact, PresentPath } from '../host/facts.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import { refuseReopening } from '../policy/lock.ts'
import { isPattern, isWithin, parentOf } from '../policy/paths.ts'
import type { Locked, Policy, Rule } from '../policy/policy.ts'
import type { PathWord } from '../policy/words.ts'
import { mayAccess } from './access.ts'
import { OWNER_CHECKED, RESOLV_CONF, RESOLV_FOLDERS, TMPFS_PATHS } from './fixed.ts'
import { type Reason, reasonOf } from './op.ts'
import type { HostPlace, Skipped } from './plan.ts'
import { LinkedClosings, ledAwayTo } from './project-rules.ts'
import { isLink, placeOf, realOf } from './real.ts'
import { missing, refuseFolderCopy, refuseReserved, stateText } from './refuse-rule.ts'
import { refuseOpened, stronger } from './strength.ts'

/** One place of the box, at its real path. `tmpfs` is an empty place of ours, `cache` a folder of jail's own state. */
export type Node = Reason & {
  readonly path: string
  readonly word: PathWord | 'tmpfs' | 'cache'
  readonly kind: PresentPath['kind']
  readonly layer: number
  readonly size: number
  readonly readable: boolean
  /** A copy takes its place even where the host's file is visible: its reader asks who owns it. */
  readonly copied?: boolean
  /** Where it lies on the host; the same path, but for caches. */
  readonly source: string
  /** The folders around it cannot be moved aside, as around what is protected. */
  readonly pinned?: true
}

/** A link that is made again inside. Its `at` is that of a reason, where the link of a fact has its path. */
export type MadeLink = Reason & { readonly path: string; readonly to: string }

export type Nodes = {
  readonly nodes: ReadonlyMap<string, Node>
  readonly links: ReadonlyMap<string, MadeLink>
  readonly skipped: readonly Skipped[]
  readonly create: readonly HostPlace[]
}

/** Layers of what jail adds itself: below every rule of a person, so that a rule at the same path wins. */
const FIXED_LAYER = -1
const TOOL_LAYER = -0.5

/** The places of the box on this machine: every rule and every need at its real path, the winner at each. */
export function collectNodes(policy: Policy, facts: Facts, cache: string): Nodes {
  const found = new Collector(facts, policy.locked)
  for (const path of TMPFS_PATHS) found.addTmpfs(path, 'scratch space', 'fixed')
  found.addTmpfs(found.home, 'the home folder is hidden', 'fixed')
  found.addLinks(facts.caller.home, 'the home folder')
  // What is made comes first: a folder that is made takes what is to be made in it.
  for (const rule of policy.rules) if (rule.create === 'folder') found.addRule(rule)
  for (const rule of policy.rules) if (rule.create !== 'folder') found.addRule(rule)
  for (const { entry, roots } of facts.toolchains) {
    // The folder of PATH may itself be reached through a link, such as ~/.nvm/current or fnm's in /run.
    if (roots.length > 0 || found.isGranted(entry)) found.addLinks(entry, 'a folder of your PATH')
    for (const root of roots) found.addTool(root.path, root.why)
  }
  if (facts.command.state === 'found')
    for (const root of facts.command.roots) found.addTool(root.path, root.why)
  found.addResolver()
  found.addLinks(facts.project.named, 'the project as you named it')
  found.addLinks(facts.caller.cwd.logical, 'the current folder')
  if (facts.stateWritable) found.addCache(cache, policy)
  if (policy.locked) refuseOpened(found.nodes, policy.locked)
  found.closings.refuseOpened()
  return found
}

class Collector implements Nodes {
  readonly nodes = new Map<string, Node>()
  readonly links = new Map<string, MadeLink>()
  readonly skipped: Skipped[] = []
  readonly create: HostPlace[] = []
  readonly closings = new LinkedClosings()
  readonly home: string
  readonly #facts: Facts
  readonly #locked: Locked | undefined

  constructor(facts: Facts, locked: Locked | undefined) {
    this.#facts = facts
    this.#locked = locked
    this.home = realOf(facts.caller.home, facts.paths.get(facts.caller.home))
  }

  addTmpfs(path: string, why: string, from: string): void {
    const real = realOf(path, this.#facts.paths.get(path))
    const place = { path: real, source: real, kind: 'folder', size: 0, readable: true } as const
    this.#put({ ...place, word: 'tmpfs', layer: FIXED_LAYER, why, from })
  }

  addRule(rule: Rule): void {
    const paths = isPattern(rule.path) ? (this.#facts.matches.get(rule.path) ?? []) : [rule.path]
    if (paths.length === 0) this.#skip(rule, 'nothing matches it')
    for (const path of paths) {
      refuseReserved(rule, path)
      const fact = this.#facts.paths.get(path)
      const ledAway = ledAwayTo(rule, fact, this.#facts)
      if (ledAway !== undefined) this.#skip(rule, ledAway, true)
      else if (fact?.state === 'present') this.#addPresent(rule, path, fact)
      else if (fact?.state === 'absent' && this.#mayCreate(rule, path))
        this.#addCreated(rule, fact.real, fact.links)
      else if (rule.required) throw missing(rule, path, fact)
      // A link that leads nowhere can be replaced inside by a file: told, as it is no protection.
      else this.#skip(rule, stateText(fact), isGap(rule, fact) || undefined)
    }
  }

  #mayCreate({ create }: Rule, path: string): boolean {
    if (create === undefined || create === 'folder') return create === 'folder'
    const above = this.#facts.paths.get(parentOf(path))
    if (above && 'real' in above && this.create.some((made) => made.path === above.real)) return true
    return above?.state === 'present' && above.kind === 'folder' && mayAccess(above, this.#facts.caller, 2)
  }

  addTool(path: string, why: string): void {
    const fact = this.#facts.paths.get(path)
    if (fact?.state !== 'present') return
    const from = 'the tools on your PATH'
    const around = this.#wordAt(fact.real)
    if (around === 'hide') {
      this.skipped.push({ path, word: 'read', because: 'a rule hides it', from, told: false })
      return
    }
    this.#addAllLinks(fact.links, { why, from })
    // What is there with the project stays writable: an environment on PATH takes new packages.
    if (around === 'write' && isWithin(fact.real, this.#facts.project.path)) return
    this.#put({ ...placeOf(fact, this.#facts.caller), word: 'read', layer: TOOL_LAYER, why, from })
  }

  /** Name lookup: the folder of resolv.conf where that is safe; elsewhere the plan hands over a copy. */
  addResolver(): void {
    const fact = this.#facts.paths.get(RESOLV_CONF)
    if (fact?.state !== 'present') {
      const because = stateText(fact)
      this.skipped.push({ path: RESOLV_CONF, word: 'read', because, from: 'fixed', told: false })
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

  /** Whether a path goes through a link to what a rule shows. */
  isGranted(path: string): boolean {
    const fact = this.#facts.paths.get(path)
    if (fact?.state !== 'present' || fact.links.length === 0) return false
    const word = this.#wordAt(fact.real)
    return word === 'read' || word === 'write'
  }

  /** What the nearest place around a real path says. */
  #wordAt(real: string): Node['word'] | undefined {
    for (let here = real; here !== '/'; here = parentOf(here)) {
      const node = this.nodes.get(here)
      if (node) return node.word
    }
    return undefined
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

  #addPresent(rule: Rule, path: string, fact: PresentPath): void {
    refuseFolderCopy(rule, fact)
    this.closings.add(rule, path, fact)
    if (rule.word === 'protect' && fact.links.length > 0 && isLink(rule.path, fact.links))
      this.#skip(rule, 'it is a link, which can be replaced inside; only its target is read-only', true)
    const readable = mayAccess(fact, this.#facts.caller, 4)
    if (rule.word === 'read' && fact.kind === 'file' && !readable) this.#skip(rule, 'you may not read it')
    if (typeof rule.create === 'object' && 'lent' in rule.create)
      this.create.push({ path: fact.real, why: rule.why, ...rule.create })
    // A link to what is hidden would only tell where it lies.
    if (rule.word !== 'hide') this.#addAllLinks(fact.links, rule)
    const copied = fact.kind === 'file' && OWNER_CHECKED.some((place) => isWithin(path, place))
    this.#put({ ...placeOf(fact, this.#facts.caller), ...standingOf(rule), ...(copied && { copied }) })
  }

  #addCreated(rule: Rule, real: string, links: readonly Link[]): void {
    this.#addAllLinks(links, rule)
    const content = typeof rule.create === 'object' ? rule.create : {}
    this.create.push({ path: real, why: rule.why, ...content })
    this.#put({
      path: real,
      kind: typeof rule.create === 'object' ? 'file' : 'folder',
      size: 0,
      readable: true,
      source: real,
      ...standingOf(rule),
    })
  }

  #addAllLinks(links: readonly Link[], reason: Reason): void {
    for (const { at: path, to } of links)
      if (!this.links.has(path)) this.links.set(path, { path, to, ...reasonOf(reason) })
  }

  #skip(rule: Rule, because: string, told = rule.from === COMMAND_LINE): void {
    const { path, word, from, at } = rule
    this.skipped.push({ path, word, because, from, ...(at === undefined ? {} : { at }), told })
  }

  #put(node: Node): void {
    const known = this.nodes.get(node.path)
    if (known && this.#locked) {
      refuseReopening(node, known, this.#locked)
      refuseReopening(known, node, this.#locked)
    }
    if (!known || stronger(node, known)) this.nodes.set(node.path, node)
  }
}

function isGap({ word }: Rule, fact: PathFact | undefined): boolean {
  return word === 'protect' && fact?.state === 'dangling'
}

function standingOf(rule: Rule): Pick<Node, 'word' | 'layer' | 'why' | 'from' | 'at'> {
  return { word: rule.word, layer: rule.layer, ...reasonOf(rule) }
}
