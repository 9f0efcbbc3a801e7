import type { NetworkMode } from '../policy/words.ts'
import { makeRealCanary, sweepRealCanaries } from './canary.ts'
import { type Entered, enter, type Ways } from './enter.ts'
import { makeGround, plantSettings, sweep } from './field.ts'
import { type Judged, judge, whyUnclaimed } from './judge.ts'
import { startWitness } from './outputs.ts'
import type { Field, Probe } from './probe.ts'
import { callerHere, type Person, tryEach } from './tries.ts'

export type Plan = {
  readonly probes: readonly Probe[]
  readonly network: NetworkMode
  /** What needs the internet is not tried. */
  readonly isOffline: boolean
  readonly isJail: boolean
  readonly person: Person
  readonly ways: Ways
  /** Hears what is done. */
  readonly told: (what: string) => void
}

/**
 * Tries all probes, outside and inside, and judges them in their order. Removes all that it made, whatever happens.
 * Throws `verify.no-box` when there is no box to try them in.
 */
export async function verify(plan: Plan): Promise<Judged[]> {
  const { stateHome, settings, home } = plan.person
  sweep(stateHome)
  sweepRealCanaries(home)
  const ground = makeGround(stateHome)
  const undo = [ground.remove]
  const clean = (): void => {
    for (const step of undo.splice(0).toReversed()) step()
  }
  const unwatch = onEnd(clean)
  try {
    const env = plan.ways.env(ground)
    plantSettings(settings, ground.home)
    const witness = await startWitness(
      [plan.ways.outside, '__probe', 'witness', ground.canary, ground.outside],
      env,
    )
    undo.push(witness.stop)
    plan.told('starting a box')
    const entered = await enter(plan.ways, { ground, env })
    const real = claimed(plan).some(({ realHome }) => realHome)
      ? makeRealCanary(home, ground.canary)
      : undefined
    if (real) undo.push(real.remove)
    const { top: _top, remove: _remove, ...places } = ground
    const field: Field = { ...places, network: plan.network, witness: witness.place, realCanary: real?.path }
    return await judgeAll(plan, { field, env, entered })
  } finally {
    clean()
    unwatch()
  }
}

/** Cleans up before a signal of the person ends this process; answers how to stop watching. */
function onEnd(clean: () => void): () => void {
  const watched = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const ended = (): void => {
      clean()
      process.removeListener(signal, ended)
      process.kill(process.pid, signal)
    }
    process.on(signal, ended)
    return () => process.removeListener(signal, ended)
  })
  return () => {
    for (const stop of watched) stop()
  }
}

function claimed({ probes, network, isOffline, isJail }: Plan): Probe[] {
  const caller = callerHere()
  return probes.filter(
    (probe) =>
      whyUnclaimed(probe, network, caller) === undefined &&
      !(probe.internet && isOffline) &&
      (isJail || !probe.jailOnly),
  )
}

async function judgeAll(
  plan: Plan,
  {
    field,
    env,
    entered,
  }: {
    readonly field: Field
    readonly env: Readonly<Record<string, string>>
    readonly entered: Entered
  },
): Promise<Judged[]> {
  const probes = claimed(plan)
  const shared = { field, probes, env, person: plan.person }
  const telling = (what: string) => (count: number) => plan.told(`${what}: ${count} of ${probes.length}`)
  const controls = await tryEach({
    ...shared,
    isControl: true,
    command: () => [plan.ways.outside],
    told: telling('tried outside, as controls'),
  })
  const attacks = await tryEach({
    ...shared,
    command: entered.command,
    told: telling('attacked from inside'),
  })
  const caller = callerHere()
  return plan.probes.map((probe) =>
    judge(probe, {
      network: plan.network,
      isOffline: plan.isOffline,
      isJail: plan.isJail,
      caller,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      silence: controls.silence.get(probe.id) ?? attacks.silence.get(probe.id),
    }),
  )
}
