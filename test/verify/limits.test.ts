import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probesNamed } from '../../probes/index.ts'
import { makeGround } from '../../src/verify/field.ts'
import { unheldHere } from '../../src/verify/limited.ts'
import { output } from '../../src/verify/outputs.ts'
import type { Attempt, Field, Probe } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { answersIn } from '../../src/verify/try.ts'
import { JAIL } from '../e2e/support/box.ts'
import { definedEnv } from './mutate.ts'

/** The mutation of these probes is a project without the file that sets the limit. */
const state = mkdtempSync(join(tmpdir(), 'jail-limits-'))
const { top: _top, remove: _remove, ...places } = makeGround(state)
const field: Field = { ...places, network: 'open', witness: NO_WITNESS, realCanary: undefined }
afterAll(() => rmSync(state, { recursive: true, force: true }))

async function tryIn(probe: Probe, isLimited: boolean): Promise<Attempt | undefined> {
  const project = probe.place?.(field) ?? ''
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  if (isLimited) await probe.plant?.(field)
  const words = [JAIL, '__probe', 'try', JSON.stringify(field), probe.id]
  const env = { ...definedEnv(process.env), HOME: field.home }
  const done = await output([JAIL, 'run', '--quiet', '--profile', 'base', '--', ...words], {
    cwd: project,
    env,
  })
  return answersIn(done.out).get(probe.id)
}

const unheld = unheldHere()
const PROBES = probesNamed(['limits-memory', 'limits-processes'])
describe.each(PROBES.map((probe) => [probe.id, probe] as const))('%s', (_, probe) => {
  const why = probe.limit && unheld[probe.limit]
  test.skipIf(why !== undefined)(
    `escapes without the limit, and is blocked with it${why ? ` (skipped: ${why})` : ''}`,
    async () => {
      expect(await tryIn(probe, false)).toMatchObject({ worked: true })
      expect(await tryIn(probe, true)).toMatchObject({ worked: false })
    },
  )
})
