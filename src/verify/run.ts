import type { NetworkMode } from '../policy/words.ts'
import { makeRealCanary, removeShared, sweepCanaries } from './canary.ts'
import { type Ending, hearEnd } from './ending.ts'
import { type Entered, enter, type Ways } from './enter.ts'
import {
  type Ground,
  makeGround,
  makeGroundBeside,
  plantAnswer,
  plantRules,
  plantSettings,
  sweep,
} from './field.ts'
import { type Judged, judge, whyUnclaimed } from './judge.ts'
import { type Lane, laneCount, sideBySide } from './lanes.ts'
import { startWitness } from './outputs.ts'
import type { Field, Probe } from './probe.ts'
import { callerHere, groupsOf, type Person, type Tries, tryEach } from './tries.ts'

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
  const { stateHome, home } = plan.person
  const sweepAll = (): void => {
    sweep(stateHome)
    sweepCanaries(home)
  }
  sweepAll()
  const ending = hearEnd()
  const ground = makeGround(stateHome)
  // Swept again at the end: what a killed run had started may have gone on for a moment.
  const undo = [sweepAll, ground.remove, () => removeShared(ground.canary)]
  try {
    const { lanes, entered } = await prepare(plan, { ground, ending, undo })
    return await judgeAll(plan, { lanes, entered, ending })
  } finally {
    for (const step of undo.toReversed()) step()
    ending.over()
  }
}

type Making = {
  readonly ground: Ground
  readonly ending: Ending
  /** What takes away what was made, the last first. */
  readonly undo: (() => void)[]
}

type Made = { readonly lanes: readonly Lane[]; readonly entered: Entered }

/** Makes a field for each lane, starts the witness, and finds out how to get into a box. */
async function prepare(plan: Plan, { ground, ending, undo }: Making): Promise<Made> {
  const { ways, person, network } = plan
  // Of another sandbox one does not know whether two may run at once, nor whether it shows the program in every field.
  const beside = plan.isJail ? laneCount() - 1 : 0
  const grounds = [ground, ...Array.from({ length: beside }, (_, at) => makeGroundBeside(ground, at + 1))]
  for (const one of grounds) {
    plantRules(one)
    plantSettings(person.settings, one.home)
    plantAnswer(person.stateHome, one.home)
  }
  const env = ways.env(ground)
  const witness = startWitness([ways.outside, '__probe', 'witness', ground.canary, ground.outside], env)
  undo.push(witness.stop)
  plan.told('starting a box')
  const [entered, place] = await Promise.all([
    enter(ways, { ground, env, stopped: ending.stopped }),
    witness.place,
  ])
  const real = claimed(plan).some(({ realHome }) => realHome)
    ? makeRealCanary(person.home, ground.canary)
    : undefined
  if (real) undo.push(real.remove)
  const lanes = grounds.map((one): Lane => {
    const { home, project, other, outside, canary } = one
    const field: Field = {
      ...{ home, project, other, outside, canary },
      ...{ network, witness: place, realCanary: real?.path },
    }
    return { field, env: ways.env(one) }
  })
  return { lanes, entered }
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

type Judging = Made & { readonly ending: Ending }

async function judgeAll(plan: Plan, { lanes, entered, ending }: Judging): Promise<Judged[]> {
  const controls = noTries()
  const attacks = noTries()
  const probes = claimed(plan)
  let count = 0
  await sideBySide({
    groups: groupsOf(probes, entered.command),
    lanes,
    tryGroup: async (group, lane) => {
      const shared = { ...lane, probes: group, person: plan.person, stopped: ending.stopped }
      addTo(controls, await tryEach({ ...shared, isControl: true, command: () => [plan.ways.outside] }))
      addTo(attacks, await tryEach({ ...shared, command: entered.command }))
      count += group.length
      plan.told(`tried outside, as controls, and from inside: ${count} of ${probes.length}`)
    },
  })
  const caller = callerHere()
  return plan.probes.map((probe) =>
    judge(probe, {
      network: plan.network,
      isOffline: plan.isOffline,
      isJail: plan.isJail,
      hasOwnFiles: entered.hasOwnFiles,
      caller,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      silence: controls.silence.get(probe.id) ?? attacks.silence.get(probe.id),
    }),
  )
}

function noTries(): Tries {
  return { answers: new Map(), silence: new Map() }
}

function addTo(all: Tries, { answers, silence }: Tries): void {
  for (const [id, answer] of answers) all.answers.set(id, answer)
  for (const [id, why] of silence) all.silence.set(id, why)
}
