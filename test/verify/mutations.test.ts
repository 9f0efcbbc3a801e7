import { afterAll, describe, expect, test } from 'bun:test'
import { PROBES } from '../../probes/index.ts'
import type { NetworkMode } from '../../src/policy/words.ts'
import { makeGround } from '../../src/verify/field.ts'
import { whyUnclaimed } from '../../src/verify/judge.ts'
import type { Attempt, Field, Guard, Probe, Witness } from '../../src/verify/probe.ts'
import { output } from '../../src/verify/run.ts'
import { answersIn, within } from '../../src/verify/try.ts'
import { JAIL } from '../e2e/support/box.ts'
import { definedEnv, type From, lineWithout, prepared, scriptFor } from './mutate.ts'

/**
 * Each probe with all that guards it taken out of the plan must say that the attack worked, and with nothing taken out
 * that it did not. A probe without such a test proves nothing.
 */
const state = `${import.meta.dir}/../../.tools/.verify`
const ground = makeGround(state)
const env = {
  ...definedEnv(process.env),
  HOME: ground.home,
  GITHUB_TOKEN: ground.canary,
  AWS_SECRET_ACCESS_KEY: ground.canary,
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
  ground.remove()
})

function fieldFor(probe: Probe): Field {
  const network: NetworkMode = probe.networks?.[0] ?? 'open'
  const { top: _top, remove: _remove, ...places } = ground
  return { ...places, network, witness, realCanary: undefined }
}

async function tryWithout(probe: Probe, guards: readonly Guard[]): Promise<Attempt> {
  const field = fieldFor(probe)
  const { network } = field
  await probe.plant?.(field)
  const from: From = {
    field,
    env,
    network,
    command: [JAIL, '__probe', 'try', JSON.stringify(field), probe.id],
  }
  const start = await prepared(from)
  const script = scriptFor(lineWithout(start, guards, from), start.plan, env)
  const done = await output(['/bin/bash', '-c', script], { cwd: field.project, env, cut: probe.cut, field })
  const said = answersIn(done.out).get(probe.id)
  if (probe.reached) return within(() => probe.reached?.(field, done) ?? { worked: false, evidence: '' })
  return said ?? { worked: false, evidence: `no answer: ${done.err.slice(0, 400)}` }
}

/** Whether this kernel does not have what is attacked: then nothing can escape. */
async function isMissingOutside(probe: Probe): Promise<boolean> {
  const field = fieldFor(probe)
  await probe.plant?.(field)
  const place = { cwd: field.project, env, cut: probe.cut, field }
  const done = await output([JAIL, '__probe', 'try', JSON.stringify(field), probe.id], place)
  const said = answersIn(done.out).get(probe.id)
  if (said?.worked !== false || !MISSING.test(said.evidence)) return false
  process.stderr.write(`not tested, since this kernel has it not: ${probe.id} (${said.evidence})\n`)
  return true
}

const MISSING = /\b(ENOSYS|ENOENT)$/

const guarded = PROBES.filter(({ guards }) => guards.some((guard) => !('code' in guard)))
const caller = { isRoot: process.geteuid?.() === 0, arch: process.arch }
const whyNot = (probe: Probe): string | undefined =>
  whyUnclaimed(probe, probe.networks?.[0] ?? 'open', caller) ??
  (!caller.isRoot && probe.guards.some((guard) => 'word' in guard && guard.word === '--unshare-user')
    ? "a user's bwrap makes a user namespace whatever its line says"
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
  test.each(PROBES.filter(({ known }) => known).map((probe) => [probe.id, probe] as const))(
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
    },
  )
})
