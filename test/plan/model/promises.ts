import { OWN_FILES, RESOLV_CONF } from '../../../src/plan/fixed.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { foldersBetween, isWithin } from '../../../src/policy/paths.ts'
import { resolveIn } from '../../hosts/listing.ts'
import { Kernel } from './kernel.ts'
import type { Built } from './machines.ts'
import type { Property } from './runs.ts'
import { claimsOf, meant, pathOf, realPath } from './specification.ts'

/** Files and folders of the host that rules are about. */
export function filesOf({ host }: Built): string[] {
  return Object.keys(host).filter(
    (path) => !host[path]?.startsWith('link ') && path !== '/' && !isWithin(path, '/proc') && path !== '/dev',
  )
}

/** What the kernel makes of a plan, on a machine that has what the start makes before. */
export function kernelOf({ ops, create }: Plan, { host }: Built): Kernel {
  const made: Record<string, string> = {}
  for (const { path, content } of create) {
    for (const folder of foldersBetween('/', path)) made[folder] = 'folder 0700 1000 1000'
    made[path] = content === undefined ? 'folder 0700 1000 1000' : 'file 0600 1000 1000 0'
  }
  return new Kernel(ops, { ...made, ...host })
}

/** Where jail's own text may stand instead of the host's file. */
export function replacedIn({ host }: Built): string[] {
  return OWN_FILES.flatMap((file) => [file, realPath(host, file)])
}

const asMeant: Property = ({ built, decided: { plan, world } }) => {
  const kernel = kernelOf(plan, built)
  const meaning = meant(world)
  const replaced = replacedIn(built)
  for (const file of filesOf(built)) {
    const seen = kernel.accessOf(file)
    const wanted = meaning.accessOf(file)
    if (seen !== wanted && !(seen === 'hidden' && replaced.includes(file)))
      throw new Error(`${file} is ${seen}, and ${wanted} is meant`)
  }
}

/** Without any knowledge of layers: where the innermost rule of all closes, it is closed. */
const staysClosed: Property = ({ built, decided: { plan, world } }) => {
  const kernel = kernelOf(plan, built)
  const claims = claimsOf(world)
  const deepest = (file: string, words: readonly string[]): number =>
    Math.max(
      -1,
      ...claims
        .filter(({ word, real }) => words.includes(word) && isWithin(file, real))
        .map(({ real }) => real.length),
    )
  const names = realPath(built.host, '/etc/resolv.conf')
  for (const file of filesOf(built)) {
    const hidden = deepest(file, ['hide'])
    const access = kernel.accessOf(file)
    if (access !== 'hidden' && hidden > deepest(file, ['read', 'copy', 'keep', 'write', 'protect']))
      throw new Error(`${file} is ${access}, and a rule hides it`)
    if (access === 'write' && deepest(file, ['protect', 'read']) > deepest(file, ['copy', 'keep', 'write']))
      throw new Error(`${file} can be written, and a rule protects it`)
    if (access === 'write' && deepest(file, ['write']) < 0)
      throw new Error(`${file} can be written, and no rule says so`)
    if (
      access !== 'hidden' &&
      deepest(file, ['read', 'copy', 'keep', 'write']) < 0 &&
      file !== names &&
      !isTool(
        file,
        world.tools.map((tool) => realPath(built.host, tool)),
      )
    )
      throw new Error(`${file} is ${access}, and no rule says so`)
  }
}

function isTool(file: string, tools: readonly string[]): boolean {
  return tools.some((tool) => isWithin(file, tool))
}

const isPinned: Property = ({ built, decided: { plan, world } }) => {
  const kernel = kernelOf(plan, built)
  const meaning = meant(world)
  for (const { word, real } of claimsOf(world)) {
    const isProtected = word === 'protect' && meaning.isProtected(real) && meaning.accessOf(real) === 'read'
    const isHidden = word === 'hide' && meaning.accessOf(real) === 'hidden'
    if (!isProtected && !isHidden) continue
    for (const folder of foldersBetween('/', real))
      if (meaning.accessOf(folder) === 'write' && !kernel.isMount(folder))
        throw new Error(`${folder} can be moved aside with ${real} in it`)
  }
}

const isReachable: Property = ({ built, decided: { plan, world, facts } }) => {
  const kernel = kernelOf(plan, built)
  for (const { word, text, isByName, real, linksAt } of claimsOf(world)) {
    // A copy or jail's own text stands where the link was.
    if (text === RESOLV_CONF || OWN_FILES.some((file) => file === text)) continue
    if (!isByName || word === 'hide' || word === 'protect') continue
    if (kernel.accessOf(real) === 'hidden') continue
    // A link in a place that is closed is not told, and one of a rule that lost is not made.
    const isTaken = plan.skipped.some(({ path }) => path === text)
    const isLost = linksAt.some((at) =>
      claimsOf(world).some((other) => other.word === 'hide' && isWithin(at, other.real)),
    )
    if (isTaken || isLost || facts.paths.get(text) === undefined) continue
    const reached = kernel.resolve(text)
    if (reached !== real) throw new Error(`${text} leads to ${reached}, not to ${real}`)
  }
}

const isTold: Property = ({ built, decided: { plan, world }, one }) => {
  for (const { word, text, layer } of one.rules) {
    // Two rules of one path are one, or two that one line cannot tell apart.
    const isAlone = one.rules.filter((rule) => rule.text === text).length === 1
    if (!isAlone || (word !== 'hide' && word !== 'protect')) continue
    const path = pathOf(text, world)
    const leads = (world.matches.get(path) ?? [path]).map((found) => resolveIn(built.host, found))
    const isPlain =
      leads.length > 0 && leads.every((fact) => fact.state === 'present' && fact.links.length === 0)
    const isNothing = leads.every((fact) => fact.state !== 'present')
    const skip = plan.skipped.find(
      (entry) => entry.path === path && entry.word === word && entry.from === `layer ${layer}`,
    )
    if (isNothing && !skip?.told) throw new Error(`${word} ${text} matches nothing, and is not told`)
    if (isPlain && skip) throw new Error(`${word} ${text} is said to have no effect`)
  }
}

/** What is promised of one plan: a name, the share of all cases, and what must hold. */
export const PROMISES: readonly (readonly [string, number, Property])[] = [
  [
    'every file of the host is open or closed as the rules mean it, and bwrap can do each operation',
    0.19,
    asMeant,
  ],
  ['nothing opens again what a more specific rule closed', 0.08, staysClosed],
  [
    'a protected or hidden place cannot be moved away: each folder around it in a writable place is a mount',
    0.08,
    isPinned,
  ],
  ['a grant can be reached by the name that was written', 0.06, isReachable],
  [
    'a rule of hide or protect that matches nothing is listed, and told unless jail brought it along',
    0.04,
    isTold,
  ],
]
