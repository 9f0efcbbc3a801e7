import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { definedEnv } from '../../src/commands/environment.ts'
import { makeGround } from '../../src/verify/field.ts'
import { type Judged, judge, type Tried } from '../../src/verify/judge.ts'
import { plantedEnv } from '../../src/verify/planted-env.ts'
import type { Attempt, Field, Probe } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { callerHere, type Tries, tryEach } from '../../src/verify/tries.ts'
import { JAIL } from '../e2e/support/box.ts'

/** A box that does not start blocks everything, and one that is none blocks nothing: neither may look green. */
const stateHome = mkdtempSync(join(tmpdir(), 'jail-verify-'))
afterAll(() => rmSync(stateHome, { recursive: true, force: true }))

const IDS = ['home-ssh-key', 'write-bashrc', 'write-descriptor', 'persist-git-hook', 'works-write-project']
const probes = PROBES.filter(({ id }) => IDS.includes(id))

/** Controls as they are, and attacks in a box that this command starts. */
function verifyWith(...command: readonly string[]): Promise<readonly Judged[]> {
  return verifyEach(probes, command)
}

async function verifyEach(probes: readonly Probe[], command: readonly string[]): Promise<readonly Judged[]> {
  const ground = makeGround(stateHome)
  const env = { ...definedEnv(process.env), ...plantedEnv(ground.canary), HOME: ground.home }
  const person = { home: ground.home, cwd: ground.project, env, settings: '/nonexistent', stateHome }
  const { top: _top, remove, ...places } = ground
  const field: Field = { ...places, network: 'open', witness: NO_WITNESS, realCanary: undefined }
  const tries = (line: readonly string[]): Promise<Tries> =>
    tryEach({ field, probes, env, person, command: () => line })
  try {
    const controls = await tries([JAIL])
    const attacks = await tries(command)
    return probes.map((probe) => judge(probe, triedOf(probe, { controls, attacks })))
  } finally {
    remove()
  }
}

function triedOf({ id }: Probe, { controls, attacks }: Record<'controls' | 'attacks', Tries>): Tried {
  return {
    network: 'open',
    caller: callerHere(),
    control: controls.answers.get(id),
    attack: attacks.answers.get(id),
    silence: attacks.silence.get(id),
  }
}

const verdicts = (all: readonly Judged[]): string[] =>
  all.map(({ probe, verdict }) => `${probe.id} ${verdict}`)

describe('the verdicts', () => {
  test('are all inconclusive when the box does not start', async () => {
    const judged = await verifyWith('/bin/sh', '-c', 'echo no box >&2; exit 125')
    expect(verdicts(judged)).toEqual(IDS.map((id) => `${id} inconclusive`))
    expect(judged[0]?.reason).toBe('no answer from inside: no box')
  })

  test('are inconclusive for what was not tried when the box ended on the way', async () => {
    const judged = await verifyWith('/bin/sh', '-c', `exec ${JAIL} __probe try "$2" home-ssh-key`)
    expect(verdicts(judged).slice(1)).toEqual(IDS.slice(1).map((id) => `${id} inconclusive`))
  })

  test('are those of the others when one probe ends the box that it shares', async () => {
    const script = `case "$3" in *write-bashrc,*) exec ${JAIL} __probe try "$2" home-ssh-key ;; esac; exec ${JAIL} "$0" "$@"`
    const judged = await verifyWith('/bin/sh', '-c', script)
    expect(judged.filter(({ verdict }) => verdict === 'inconclusive')).toEqual([])
  })

  test('are inconclusive where nobody could look for what an attack did', async () => {
    const [descriptor] = probes.filter(({ id }) => id === 'write-descriptor')
    if (!descriptor) throw new Error('There is no such probe.')
    const looks = [true, false]
    const reached = (): Attempt => {
      if (looks.shift()) return { worked: true, evidence: 'what the control did is seen' }
      throw new Error('no witness')
    }
    const judged = await verifyEach([{ ...descriptor, reached }], [JAIL])
    expect(judged.map(({ verdict, reason }) => `${verdict}: ${reason}`)).toEqual([
      'inconclusive: no answer from inside: what it did could not be seen: no witness',
    ])
  })

  test('are all escapes when the box is none', async () => {
    const judged = await verifyWith(JAIL)
    expect(verdicts(judged)).toEqual(IDS.map((id) => `${id} ${id.startsWith('works') ? 'works' : 'escaped'}`))
  })
})
