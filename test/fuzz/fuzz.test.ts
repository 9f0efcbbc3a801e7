import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { OF_TEXTS, partOf } from '../plan/model/runs.ts'
import { ALL } from './all.ts'

/** Many times what all cases take on two slow cores. */
const LIMIT_MS = 120_000

describe('for any text of others', () => {
  test.each(ALL.map(({ claim, ...rest }) => [claim, rest] as const))(
    '%s',
    (_, { share, property }) =>
      fc.assert(property, { numRuns: partOf(OF_TEXTS * share), includeErrorInReport: true }),
    LIMIT_MS,
  )
})

test('no object of the process was changed by any of it', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>)['network']).toBeUndefined()
})

test('the parts are the whole, and each property has a name of its own', () => {
  expect(ALL.reduce((sum, { share }) => sum + share, 0)).toBeGreaterThanOrEqual(0.999)
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length)
})
