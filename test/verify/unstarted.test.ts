import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import type { Judged } from '../../src/verify/judge.ts'
import { verify, type Ways } from '../../src/verify/run.ts'
import { JAIL } from '../e2e/support/box.ts'
import { definedEnv } from './mutate.ts'

/** A box that does not start blocks everything, so it must prove nothing; and no box at all must let everything through. */
const state = mkdtempSync(join(tmpdir(), 'jail-verify-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

const control: Ways['control'] = (ids, field) => [JAIL, '__probe', 'try', JSON.stringify(field), ...ids]

function verifyWith(attack: Ways['attack']): Promise<Judged[]> {
  return verify({
    probes: PROBES,
    network: 'none',
    stateHome: state,
    isOffline: false,
    ways: {
      control,
      attack,
      witness: ({ canary, outside }) => [JAIL, '__probe', 'witness', canary, outside],
      env: ({ home, canary }) => ({
        ...definedEnv(process.env),
        HOME: home,
        GITHUB_TOKEN: canary,
        AWS_SECRET_ACCESS_KEY: canary,
      }),
    },
  })
}

const idsWith = (judged: readonly Judged[], ...verdicts: readonly string[]): string[] =>
  judged
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ probe, reason }) => `${probe.id}: ${reason}`)

describe('what the box is decides the verdict', () => {
  test('a box that does not start proves nothing', async () => {
    const judged = await verifyWith(() => ['/bin/false'])
    expect(idsWith(judged, 'blocked', 'works', 'escaped', 'broken')).toEqual([])
  })

  test('without a box, each attack whose control worked escapes', async () => {
    const judged = await verifyWith(control)
    expect(idsWith(judged, 'blocked', 'broken')).toEqual([])
    expect(idsWith(judged, 'escaped').length).toBeGreaterThan(PROBES.length / 2)
  })
})
