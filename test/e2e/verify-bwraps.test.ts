import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Box, LONG } from './support/box.ts'

const FOLDER = new URL('../../.tools/bwrap', import.meta.url).pathname
/** Every version that scripts/fetch-bwraps has fetched, from Debian 11's to the newest. */
const FETCHED = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /^\d/.test(name)) : []

const box = new Box()
afterAll(() => box.remove())

type Judged = { readonly id: string; readonly verdict: string; readonly reason: string }

test('there is a version before 0.9 to try, and one of 0.11 or newer', () => {
  const minors = FETCHED.map((version) => Number(version.split('.')[1]))
  const missing = `${FOLDER} holds ${FETCHED.join(', ')}: run scripts/fetch-bwraps`
  expect(minors.some((one) => one < 9) && minors.some((one) => one >= 11) ? 'enough' : missing).toBe('enough')
})

describe('every attack is refused', () => {
  test.each(FETCHED)(
    'with bubblewrap %s, and what cannot be tried here says why',
    (version) => {
      const env = { JAIL_BWRAP: join(FOLDER, version, 'bwrap') }
      const done = box.jail(['verify', '--json', '--offline'], { env })
      if (done.out === '') throw new Error(done.err)
      const { probes } = JSON.parse(done.out) as { readonly probes: readonly Judged[] }
      const of = (...verdicts: readonly string[]) =>
        probes.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id, reason }) => `${id}: ${reason}`)
      expect(of('escaped', 'broken')).toEqual([])
      expect(of('inconclusive').filter((one) => !one.endsWith(': offline'))).toEqual([])
      expect(of('blocked').length).toBeGreaterThan(150)
      expect(done.code).toBe(0)
    },
    LONG,
  )
})
