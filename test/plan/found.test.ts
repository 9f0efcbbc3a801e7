import { describe, expect, test } from 'bun:test'
import { CHANGES } from './model/changes.ts'
import { HOSTILE } from './model/hostile.ts'
import { build, type Case, decideOn, HOME, type Written } from './model/machines.ts'
import { PROMISES } from './model/promises.ts'
import type { Property } from './model/runs.ts'

/**
 * Cases that a property of test/plan/properties.test.ts once failed with, where the specification was wrong and the plan
 * was right. What was wrong in the plan is in test/plan/closed.test.ts.
 */

const FILE = 'file 0644 1000 1000 9'
const PROJECT: Written = { word: 'write', text: '.', layer: 0 }
const KEEP: Written = { word: 'keep', text: './.env', layer: 0 }

type Found = { readonly planted: Readonly<Record<string, string>>; readonly rules: readonly Written[] }

function caseOf({ planted, rules }: Found): Case {
  const entries = Object.entries(planted).map(([at, what]) => ({ at, what }))
  return { planted: entries, rules, tools: [], isHomeLink: false, layers: 3 }
}

function propertyOf(start: string): Property {
  const found = [...PROMISES, ...CHANGES, ...HOSTILE].find(([name]) => name.startsWith(start))
  if (!found) throw new Error(`no property begins with ${start}`)
  return found[2]
}

describe('what is kept by a link that the box could have made is not given', () => {
  test.each([
    [
      'out of the project',
      { [`${HOME}/p/.env`]: 'link /data/ab', '/data/ab': 'link /data/a', '/data/a': 'file 0644 0 0 9' },
      [PROJECT, { word: 'hide', text: '/etc', layer: 0 }, KEEP],
    ],
    ['in the project', { [`${HOME}/p/a/b`]: FILE, [`${HOME}/p/.env`]: 'link a/b' }, [PROJECT, KEEP]],
  ] as const)('%s', (_, planted, rules) => {
    const one = caseOf({ planted, rules })
    const built = build(one)
    const decided = decideOn(built, rules)
    if (typeof decided === 'string') throw new Error(`refused: ${decided}`)
    propertyOf('every file of the host')({ built, decided, one, more: KEEP, pick: 0 })
    expect(decided.plan.ops.filter((op) => op.word === 'keep')).toEqual([])
    expect(decided.plan.skipped).toContainEqual(
      expect.objectContaining({ path: `${HOME}/p/.env`, word: 'keep', told: true }),
    )
  })
})

describe('a folder that is to be kept', () => {
  const planted = { '/data/a/b/a': FILE, [`${HOME}/p/a`]: 'link /data/a', '/by-link': 'link /data' }
  const [hide, read, keep] = [
    { word: 'hide', text: '/data/a', layer: 0 },
    { word: 'read', text: './a', layer: 0 },
    { word: 'keep', text: '/data/a', layer: 0 },
  ] as const
  const decide = (...rules: readonly Written[]) => decideOn(build(caseOf({ planted, rules })), rules)

  test('is not looked at where a stronger word is written about the same path', () => {
    expect(decide(hide, read, keep)).toMatchObject({ plan: { skipped: [] } })
  })

  test('is refused where that word is written by another name, which is a difference', () => {
    const byLink = { ...hide, text: '/by-link/a' }
    expect(decide(byLink, read, keep)).toBe('policy.keep-folder')
    const rules = [hide, read, keep]
    const one = caseOf({ planted, rules })
    const built = build(one)
    const decided = decideOn(built, rules)
    if (typeof decided === 'string') throw new Error(`refused: ${decided}`)
    const property = propertyOf('a path by another name')
    for (const pick of rules.keys()) property({ built, decided, one, more: KEEP, pick })
  })
})
