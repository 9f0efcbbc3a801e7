import { expect } from 'bun:test'
import fc from 'fast-check'
import { type Claimant, type Claims, claim, isGrant, type Settled, settle } from '../../src/policy/claims.ts'
import { PATH_WORDS } from '../../src/policy/words.ts'
import type { Fuzz } from './property.ts'

const one: fc.Arbitrary<Claimant> = fc
  .record({
    word: fc.constantFrom(...PATH_WORDS, 'tool'),
    layer: fc.nat({ max: 3 }),
    why: fc.constantFrom('a', 'b'),
    from: fc.constantFrom('x', 'y'),
    form: fc.constantFrom('named', 'named', 'matched', 'weak'),
  })
  .map(({ form, ...rest }) => ({
    ...rest,
    ...(form === 'matched' ? { matched: true as const } : {}),
    ...(form === 'weak' && rest.word === 'protect' ? { weak: true as const } : {}),
  }))
const some = fc.array(one, { minLength: 1, maxLength: 6 })

function settled(all: readonly Claimant[]): Settled<Claimant> | undefined {
  const claims: Claims<Claimant> = {}
  for (const each of all) claim(claims, each)
  return settle(claims)
}

/** How much is open: nothing, looking, or writing (a copy is written, and thrown away). */
function openness(answer: Settled<Claimant> | undefined): number {
  if (!answer || !isGrant(answer.place.word)) return 0
  return answer.place.word === 'read' || answer.protectedBy ? 1 : 2
}

/** Rules at one path by the words of docs/profiles.md, said another way than in the code. */
function meaning(all: readonly Claimant[]): string {
  const order = [...PATH_WORDS, 'tool']
  const strongest = (some: readonly Claimant[]): Claimant | undefined =>
    some.toSorted((a, b) => b.layer - a.layer || order.indexOf(a.word) - order.indexOf(b.word))[0]
  const named = strongest(all.filter((each) => each.word !== 'protect' && !each.matched))
  const matched = strongest(all.filter((each) => each.word !== 'protect' && each.matched))
  if (!named && !matched) return 'protect'
  if (!named) return matched?.word ?? ''
  if (!matched || named.word === 'hide') return named.word
  return matched.layer > named.layer ? matched.word : named.word
}

export const CLAIMS: readonly Fuzz[] = [
  {
    name: 'claims-order',
    claim: 'which rule stands at a path does not hang on the order in which they come',
    share: 0.04,
    property: fc.property(some, fc.infiniteStream(fc.nat()), (all, numbers) => {
      const shuffled = all.map((each) => [numbers.next().value ?? 0, each] as const)
      const other = shuffled.toSorted((a, b) => a[0] - b[0]).map(([, each]) => each)
      expect(settled(other)).toEqual(settled(all))
    }),
  },
  {
    name: 'claims-meaning',
    claim: 'the later layer wins, a name over a pattern, and in one layer the stricter word',
    share: 0.04,
    property: fc.property(some, (all) => {
      expect(settled(all)?.place.word).toBe(meaning(all))
    }),
  },
  {
    name: 'claims-hide',
    claim: 'one more hide or protection from the last layer never opens more',
    share: 0.04,
    property: fc.property(some, one, fc.constantFrom('hide', 'protect'), (all, last, word) => {
      const more = settled([...all, { ...last, word, layer: 4 }])
      expect(openness(more)).toBeLessThanOrEqual(openness(settled(all)))
      if (word === 'hide') expect(more?.place.word).toBe('hide')
    }),
  },
]
