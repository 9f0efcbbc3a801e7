import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { definedEnv } from '../../src/commands/environment.ts'
import type { Judged } from '../../src/verify/judge.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import { verify } from '../../src/verify/run.ts'
import { JAIL } from '../e2e/support/box.ts'

/** No box at all must let everything through: with another result, a probe would call blocked what nothing blocks. */
const state = mkdtempSync(join(tmpdir(), 'jail-verify-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

const idsWith = (judged: readonly Judged[], ...verdicts: readonly string[]): string[] =>
  judged
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ probe, reason }) => `${probe.id}: ${reason}`)

test('without a box, each attack whose control worked escapes, and nothing is left', async () => {
  const env = { ...definedEnv(process.env), HOME: state }
  const judged = await verify({
    probes: PROBES,
    network: 'none',
    isOffline: false,
    isJail: false,
    person: { home: state, cwd: state, env, settings: join(state, 'none'), stateHome: state },
    ways: {
      outside: JAIL,
      box: () => ['/usr/bin/env'],
      mayCopy: false,
      env: ({ home, canary }) => ({ ...definedEnv(process.env), ...plantedEnv(canary), HOME: home }),
    },
    told: () => undefined,
  })
  expect(idsWith(judged, 'blocked', 'broken')).toEqual([])
  expect(idsWith(judged, 'escaped').length).toBeGreaterThan(PROBES.length / 2)
  expect(readdirSync(state)).toEqual(['jail'])
  expect(readdirSync(join(state, 'jail/verify'))).toEqual([])
})
