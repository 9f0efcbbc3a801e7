import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import type { NetworkMode } from '../../src/policy/words.ts'
import { makeGround, plantRules } from '../../src/verify/field.ts'
import { whyUnclaimed } from '../../src/verify/judge.ts'
import { output } from '../../src/verify/outputs.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import type { Attempt, Field, Guard, Probe, Witness } from '../../src/verify/probe.ts'
import { readyFile } from '../../src/verify/ready.ts'
import { answersIn, STARTED, within } from '../../src/verify/try.ts'
import { JAIL } from '../e2e/support/box.ts'
import { definedEnv, type From, lineWithout, prepared, scriptFor } from './mutate.ts'

/**
 * Each probe with all that guards it taken out of the plan must say that the attack worked, and with nothing taken out
 * that it did not. A probe without such a test proves nothing.
 */
const state = mkdtempSync(join(tmpdir(), 'jail-mutations-'))
const ground = makeGround(state)
plantRules(ground)
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
  const place = { cwd: field.project, env, cut: { signal: probe.cut, ready: readyFile(field) } }
  const done = await output(['/bin/bash', '-c', script], place)
  const answers = answersIn(done.out)
  // A box that does not start blocks everything, and proves nothing.
  if (!answers.has(STARTED) && !done.wasReady) throw new Error(`no box: ${done.err.slice(0, 400)}`)
  const said = answers.get(probe.id) ?? { worked: false, evidence: 'no answer' }
  if (!probe.reached) return said
  const seen = await within(() => probe.reached?.(field, done) ?? { worked: false, evidence: '' })
  return { ...seen, evidence: `${said.evidence}; outside: ${seen.evidence}` }
}

/** Whether this kernel does not have what is attacked: then nothing can escape. */
async function isMissingOutside(probe: Probe): Promise<boolean> {
  const field = fieldOf(probe)
  await probe.plant?.(field)
  const place = { cwd: field.project, env, cut: { signal: probe.cut, ready: readyFile(field) } }
  const done = await output([JAIL, '__probe', 'try', JSON.stringify(field), probe.id], place)
  const said = answersIn(done.out).get(probe.id)
  if (said?.worked !== false || !MISSING.test(said.evidence)) return false
  process.stderr.write(`not tested, since this kernel has it not: ${probe.id} (${said.evidence})\n`)
  return true
}

const MISSING = /\b(ENOSYS|ENOENT)$/

const guarded = PROBES.filter(({ guards }) => guards.some((guard) => !('code' in guard)))
const caller = { isRoot: process.geteuid?.() === 0, arch: process.arch }
/** What bwrap does of itself when it is not started by root (bwrap(1)). */
const USERS_WORDS: readonly string[] = ['--unshare-user', '--cap-drop']
const whyNot = (probe: Probe): string | undefined =>
  whyUnclaimed(probe, probe.networks?.[0] ?? 'open', caller) ??
  (!caller.isRoot && probe.guards.some((guard) => 'word' in guard && USERS_WORDS.includes(guard.word))
    ? "a user's bwrap makes a user namespace and drops all capabilities, whatever its line says"
    : undefined)
const tested = guarded.filter((probe) => whyNot(probe) === undefined)
const skipped = guarded.filter((probe) => !tested.includes(probe))

if (skipped.length > 0)
  describe('not claimed for who runs the tests', () => {
    test.each(skipped.map((probe) => [probe.id, whyNot(probe) ?? ''] as const))('%s: %s', (_, why) => {
      expect(why).not.toBe('')
    })
  })

describe('a gap that is known', () => {
  const here = PROBES.filter((probe) => probe.known !== undefined && whyNot(probe) === undefined)
  test.each(here.map((probe) => [probe.id, probe] as const))(
    '%s is still there; when it is closed, `known` must go and guards must come',
    async (_, probe) => {
      const whole = await tryWithout(probe, [])
      expect([whole.worked, whole.evidence]).toEqual([true, whole.evidence])
    },
  )
})

describe('with its guards taken away, and with them', () => {
  test.each(tested.map((probe) => [probe.id, probe] as const))(
    '%s escapes, and is blocked',
    async (_, probe) => {
      const without = await tryWithout(
        probe,
        probe.guards.filter((guard) => !('code' in guard)),
      )
      if (!without.worked && (await isMissingOutside(probe))) return
      expect([without.worked, without.evidence]).toEqual([true, without.evidence])
      const whole = await tryWithout(probe, [])
      expect([whole.worked, whole.evidence]).toEqual([false, whole.evidence])
      // What the escape has changed must not be found by the next one.
      await probe.plant?.(fieldOf(probe))
    },
  )
})
