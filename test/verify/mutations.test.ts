import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import type { NetworkMode } from '../../src/policy/words.ts'
import { makeGround } from '../../src/verify/field.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import type { Attempt, Field, Guard, Probe, Witness } from '../../src/verify/probe.ts'
import { answersIn, STARTED, within } from '../../src/verify/try.ts'
import { JAIL } from '../e2e/support/box.ts'
import { definedEnv, type From, lineWithout, prepared, scriptFor } from './mutate.ts'

/**
 * Each probe with all that guards it taken out of the plan must say that the attack worked, and with nothing taken out
 * that it did not. A probe without such a test proves nothing.
 */
const state = mkdtempSync(join(tmpdir(), 'jail-mutations-'))
const ground = makeGround(state)
const env = {
  ...definedEnv(process.env),
  ...plantedEnv(ground.canary),
  HOME: ground.home,
}
const child = Bun.spawn([JAIL, '__probe', 'witness', ground.canary, ground.outside], {
  env,
  stdio: ['pipe', 'pipe', 'inherit'],
})
const { value } = await child.stdout.getReader().read()
const witness = JSON.parse(new TextDecoder().decode(value)) as Witness
const here = process.cwd()
afterAll(() => {
  child.kill('SIGKILL')
  process.chdir(here)
  rmSync(state, { recursive: true, force: true })
})

function fieldOf(probe: Probe): Field {
  const network: NetworkMode = probe.networks?.[0] ?? 'open'
  const { top: _top, remove: _remove, ...places } = ground
  return { ...places, network, witness, realCanary: undefined }
}

async function tryWithout(probe: Probe, guards: readonly Guard[]): Promise<Attempt> {
  const field = fieldOf(probe)
  await probe.plant?.(field)
  const from: From = {
    field,
    env,
    network: field.network,
    profile: probe.profile ?? 'base',
    command: [JAIL, '__probe', 'try', JSON.stringify(field), probe.id],
  }
  const start = await prepared(from)
  const script = scriptFor(lineWithout(start, guards, from), start.plan, env)
  const done = Bun.spawnSync(['/bin/bash', '-c', script], {
    cwd: field.project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  const answers = answersIn(done.stdout.toString())
  // A box that does not start blocks everything, and proves nothing.
  if (!answers.has(STARTED)) throw new Error(`no box: ${done.stderr.toString().slice(0, 400)}`)
  const said = answers.get(probe.id) ?? { worked: false, evidence: 'no answer' }
  if (!probe.reached) return said
  const seen = await within(() => probe.reached?.(field) ?? { worked: false, evidence: '' })
  return { ...seen, evidence: `${said.evidence}; outside: ${seen.evidence}` }
}

const guarded = PROBES.filter(({ guards }) => guards.some((guard) => !('code' in guard)))

describe('with its guards taken away, and with them', () => {
  test.each(guarded.map((probe) => [probe.id, probe] as const))(
    '%s escapes, and is blocked',
    async (_, probe) => {
      const without = await tryWithout(
        probe,
        probe.guards.filter((guard) => !('code' in guard)),
      )
      expect([without.worked, without.evidence]).toEqual([true, without.evidence])
      const whole = await tryWithout(probe, [])
      expect([whole.worked, whole.evidence]).toEqual([false, whole.evidence])
      // What the escape has changed must not be found by the next one.
      await probe.plant?.(fieldOf(probe))
    },
  )
})
