import { describe, expect, test } from 'bun:test'
import { CHANGES } from './model/changes.ts'
import { HOSTILE } from './model/hostile.ts'
import { PROMISES } from './model/promises.ts'
import { check, counted, OF_PLAN, TOTAL } from './model/runs.ts'

/** Many times what 100,000 cases take on two slow cores. */
const LIMIT_MS = 300_000

describe('for any machine and any rules', () => {
  test.each([...PROMISES, ...CHANGES, ...HOSTILE])(
    '%s',
    (_, share, property) => check(share, property),
    LIMIT_MS,
  )
})

test('as many cases were run as were asked for, and most were not refused', () => {
  process.stderr.write(`${counted.cases} cases were run, ${counted.refused} of them were refused\n`)
  expect(counted.cases).toBeGreaterThanOrEqual(TOTAL * OF_PLAN)
  if (process.env['CI']) expect(TOTAL).toBeGreaterThanOrEqual(100_000)
  expect(counted.refused / counted.cases).toBeLessThan(0.4)
})
