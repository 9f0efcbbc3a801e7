import type { NetworkMode } from '../policy/words.ts'
import { inSpareFolder, makeRealCanary, sweepRealCanaries } from './canary.ts'
import { type Entered, enter, type Ways } from './enter.ts'
import { makeGround, plantSettings, sweep } from './field.ts'
import { type Judged, judge } from './judge.ts'
import { type Output, output, startWitness } from './outputs.ts'
import type { Attempt, Field, Probe } from './probe.ts'
import { answersIn, within } from './try.ts'

/** The person whose own settings count, and in whose real home one canary is put. */
export type Person = {
  readonly home: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** The folder of jail's settings. */
  readonly settings: string
  readonly stateHome: string
}

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

export type Try = {
  readonly field: Field
  readonly probes: readonly Probe[]
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly person: Person
  readonly told: (count: number) => void
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
  return probes.filter(
    ({ networks, internet, jailOnly }) =>
      (!networks || networks.includes(network)) && !(internet && isOffline) && (isJail || !jailOnly),
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
    command: [plan.ways.outside],
    told: telling('tried outside, as controls'),
  })
  const attacks = await tryEach({
    ...shared,
    command: entered.command,
    told: telling('attacked from inside'),
  })
  return plan.probes.map((probe) =>
    judge(probe, {
      network: plan.network,
      isOffline: plan.isOffline,
      isJail: plan.isJail,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      silence: controls.silence.get(probe.id) ?? attacks.silence.get(probe.id),
    }),
  )
}

export type Tries = {
  readonly answers: Map<string, Attempt>
  readonly silence: Map<string, string>
}

/** Those that disturb nobody share one process; the others get one each. */
export async function tryEach({ probes, field, command, env, person, told }: Try): Promise<Tries> {
  const answers = new Map<string, Attempt>()
  const silence = new Map<string, string>()
  const together = probes.filter(({ alone }) => !alone)
  const groups = [together, ...probes.filter(({ alone }) => alone).map((probe) => [probe])]
  let count = 0
  for (const wanted of groups.filter((some) => some.length > 0)) {
    const group = await planted(wanted, field, silence)
    count += wanted.length - group.length
    const [first] = group
    if (!first) continue
    const words = [...command, '__probe', 'try', JSON.stringify(field), ...group.map(({ id }) => id)]
    const inReal = (cwd: string): Promise<Output> => output(words, { cwd, env: person.env })
    let done = first.realHome
      ? await inReal(person.cwd)
      : await output(words, { cwd: first.place?.(field) ?? field.project, env, stdin: first.stdin })
    // No agent can be started in some folders, the home itself for one: then the real home counts alone.
    if (first.realHome && answersIn(done.out).size === 0) done = await inSpareFolder(inReal)
    const said = answersIn(done.out)
    for (const probe of group) {
      const seen = await seenOf(probe, { field, done, attempt: said.get(probe.id) })
      if (seen) answers.set(probe.id, seen)
      else silence.set(probe.id, firstLine(done))
    }
    count += group.length
    told(count)
  }
  return { answers, silence }
}

/** Prepares probes; one that cannot be prepared has no answer, with the reason, and the others go on. */
async function planted(
  probes: readonly Probe[],
  field: Field,
  silence: Map<string, string>,
): Promise<readonly Probe[]> {
  const ready: Probe[] = []
  for (const probe of probes) {
    try {
      await probe.plant?.(field)
      ready.push(probe)
    } catch (error) {
      silence.set(probe.id, `it could not be prepared: ${error instanceof Error ? error.message : error}`)
    }
  }
  return ready
}

/** What shows outside only is looked at outside, and even when no answer came: the attack may have ended its box. */
async function seenOf(
  { reached, endsWith }: Probe,
  {
    field,
    done,
    attempt,
  }: { readonly field: Field; readonly done: Output; readonly attempt: Attempt | undefined },
): Promise<Attempt | undefined> {
  if (endsWith !== undefined)
    return { worked: done.code === endsWith, evidence: `it ended with code ${done.code}` }
  if (!reached) return attempt
  const seen = await within(() => reached(field))
  if (seen.worked) return seen
  // Nothing to be seen is no proof where nothing was tried: a box that did not start blocks everything.
  return attempt && { worked: false, evidence: attempt.evidence }
}

function firstLine({ err, code }: Output): string {
  return err.trim().split('\n')[0] || `it ended with code ${code}`
}
