import { BRIEF, WHY } from '../../../src/plan/fixed.ts'
import type { Op } from '../../../src/plan/op.ts'
import { isBelow, nameOf, parentOf } from '../../../src/policy/paths.ts'
import { resolveIn } from '../../hosts/listing.ts'
import type { Access } from './kernel.ts'
import { type Built, build, type Decided, decideOn, type Written } from './machines.ts'
import { filesOf, kernelOf, replacedIn } from './promises.ts'
import type { Look, Property } from './runs.ts'
import { pathOf } from './specification.ts'

const isSameInAnyOrder: Property = ({ built, decided, one, pick }) => {
  const shuffled = one.rules.toSorted((a, b) => order(a, pick) - order(b, pick))
  same(decided, decideOn(built, shuffled))
}

const hideOnlyCloses: Property = ({ more, ...look }) => closes(look, { ...more, word: 'hide' })

const protectOnlyCloses: Property = ({ more, ...look }) => closes(look, { ...more, word: 'protect' })

function closes({ built, decided, one }: Omit<Look, 'more'>, rule: Written): void {
  const after = decideOn(built, [...one.rules, rule])
  if (typeof after === 'string') return
  compare(
    built,
    decided,
    after,
    (was, is) => (is === 'hidden' || was !== 'hidden') && (is !== 'write' || was === 'write'),
  )
}

const lessShowsLess: Property = ({ built, decided, one, pick }) => {
  const grants = one.rules.filter(({ word }) => word !== 'hide' && word !== 'protect')
  const taken = grants[pick % Math.max(1, grants.length)]
  if (!taken) return
  const { world } = decided
  const path = pathOf(taken.text, world)
  // Where nothing can be written any more, a link is trusted: that may open what it leads to.
  const isTrusting =
    taken.word === 'write' && (path.includes('*') || path.includes('?') || hasLinks(built, path))
  if (isTrusting) return
  const after = decideOn(
    built,
    one.rules.filter((rule) => rule !== taken),
  )
  if (typeof after === 'string') return
  compare(built, decided, after, (was, is) => is === 'hidden' || was !== 'hidden')
}

function hasLinks({ host }: Built, path: string): boolean {
  const fact = resolveIn(host, path)
  if (!('real' in fact)) return false
  return Object.keys(host).some((at) => host[at]?.startsWith('link ') && isBelow(at, fact.real))
}

/** Through a link in a folder that the box cannot write. */
const isSameByLink: Property = ({ built, decided, one, pick }) => {
  const rule = one.rules[pick % Math.max(1, one.rules.length)]
  if (!rule) return
  const { world } = decided
  const path = pathOf(rule.text, world)
  const fact = resolveIn(built.host, path)
  const isPlain = fact.state === 'present' && fact.links.length === 0 && parentOf(path) !== '/'
  if (!isPlain || /[*?]/.test(path)) return
  const planted = [...one.planted, { at: '/by-link', what: `link ${parentOf(path)}` }]
  const linked = build({ ...one, planted })
  const renamed = one.rules.map((other) =>
    other === rule ? { ...rule, text: `/by-link/${nameOf(path)}` } : other,
  )
  const after = decideOn(linked, renamed)
  if (isCopiedFolder(after) && fact.kind === 'folder' && isSparing(rule, path, { one, decided })) return
  if (typeof after === 'string') throw new Error(`refused: ${after}`)
  // A pattern in the root of the machine finds the link itself.
  if ([...after.facts.matches.values()].flat().some((found) => nameOf(found) === 'by-link')) return
  compare(linked, decided, after, (was, is) => was === is)
}

function isCopiedFolder(refused: Decided | string): boolean {
  return refused === 'policy.copy-folder' || refused === 'policy.keep-folder'
}

/**
 * Whether another rule is written about the same path: of the two only the stronger is looked at, which spares the copy
 * of a folder, kept or not. By two names both are looked at, and it is refused.
 */
function isSparing(rule: Written, path: string, { one, decided }: Pick<Look, 'one' | 'decided'>): boolean {
  const others = one.rules.filter((other) => other !== rule && pathOf(other.text, decided.world) === path)
  const words = [rule, ...others].map(({ word }) => word)
  return others.length > 0 && (words.includes('copy') || words.includes('keep'))
}

const isSameWhenNormal: Property = ({ built, decided, one, pick }) => {
  const ways = ['//', '/./', '/x/../', '///.//']
  const written = one.rules.map((rule, index) => ({
    ...rule,
    text: rule.text.replaceAll('/', ways[(pick + index) % ways.length] ?? '/'),
  }))
  same(decided, decideOn(built, written))
}

function order({ word, text, layer }: Written, pick: number): number {
  return Bun.hash.crc32(`${pick} ${word} ${text} ${layer}`)
}

export function compare(
  built: Built,
  before: Decided,
  after: Decided,
  holds: (was: Access, is: Access) => boolean,
): void {
  const [was, is] = [kernelOf(before.plan, built), kernelOf(after.plan, built)]
  const replaced = replacedIn(built)
  for (const file of filesOf(built).filter((one) => !replaced.includes(one))) {
    const [a, b] = [was.accessOf(file), is.accessOf(file)]
    if (!holds(a, b)) throw new Error(`${file} was ${a} and is ${b}`)
  }
}

/** All that bwrap and the command get, without the reasons. The brief and what `jail why` reads list them in the order of the rules. */
function same(before: Decided, after: Decided | string): void {
  if (typeof after === 'string') throw new Error(`refused: ${after}`)
  const [a, b] = [told(before), told(after)]
  if (a !== b) throw new Error(`not the same:\n${a}\n${b}`)
}

function told({ plan }: Decided): string {
  const bare = ({ why: _, from: __, ...op }: Op) => JSON.stringify(op)
  const skipped = plan.skipped.map(({ path, word, told: isTold }) => `${word} ${path} ${isTold}`)
  return [
    ...plan.ops.filter(({ path }) => path !== BRIEF && path !== WHY).map(bare),
    ...skipped.sort(),
    ...plan.create.map(({ path }) => path).sort(),
    plan.chdir,
  ].join('\n')
}

/** What a change of the rules may do to the plan: a name, the share of all cases, and what must hold. */
export const CHANGES: readonly (readonly [string, number, Property])[] = [
  ['the same rules in another order give the same operations', 0.1, isSameInAnyOrder],
  ['one more hide never shows more, and never lets more be written', 0.09, hideOnlyCloses],
  ['one more protection never shows more, and never lets more be written', 0.09, protectOnlyCloses],
  ['one grant less never shows more', 0.08, lessShowsLess],
  ['a path by another name, through a link, gives the same access', 0.05, isSameByLink],
  ['.., . and doubled slashes change nothing', 0.04, isSameWhenNormal],
]
