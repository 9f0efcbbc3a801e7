import { describe, expect, test } from 'bun:test'
import type { Skipped } from '../../src/plan/plan.ts'
import { COMMAND_LINE } from '../../src/policy/flags.ts'
import { noticesOf } from '../../src/ui/notices.ts'

const skip = (more: Partial<Skipped>): Skipped => ({
  path: '/a',
  word: 'hide',
  because: 'nothing matches it',
  from: 'c.yaml',
  told: true,
  ...more,
})
const told = (...skipped: Skipped[]) => noticesOf({ skipped, droppedEnv: [], notices: [] }, {})

describe('at the start a person is told', () => {
  test.each([
    ['of a flag', { from: COMMAND_LINE }, '--hide /a has no effect: nothing matches it.'],
    ['of a rule in a file', { at: 'c.yaml:1:2' }, 'c.yaml:1:2: hide /a has no effect: nothing matches it.'],
    ['of a protection', { word: 'protect' }, '/a cannot be protected as c.yaml asks: nothing matches it.'],
  ] as const)('%s that does nothing', (_, more, sentence) => {
    expect(told(skip(more))).toEqual([sentence])
  })

  test('nothing of a rule that is no news', () => {
    expect(told(skip({ told: false }))).toEqual([])
  })

  test('of ten rules of one file and a number, so that nothing else is buried', () => {
    const many = Array.from({ length: 500 }, (_, at) => skip({ path: `/${at}`, from: '.jail.yaml' }))
    const lines = told(...many, skip({ from: COMMAND_LINE }))
    expect(lines).toHaveLength(12)
    expect(lines.at(-2)).toBe('490 more rules (.jail.yaml) have no effect. All: jail explain')
    expect(lines.at(-1)).toStartWith('--hide /a has no effect')
  })

  test('in one line each: a name must not look like a line of jail', () => {
    expect(told(skip({ because: 'x\njail: all is well' }))[0]).not.toContain('\n')
  })

  test('of a variable that leads to something hidden', () => {
    const plan = { skipped: [], droppedEnv: ['A'], notices: ['first'] }
    expect(noticesOf(plan, { A: '/x' })).toEqual([
      'first',
      'A is not passed: /x is hidden inside. To show it: --read /x',
    ])
  })
})
