import { existsSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import type { NetworkMode } from '../policy/words.ts'
import { type Ground, makeGround, sweep } from './field.ts'
import { type Caller, type Judged, judge, whyUnclaimed } from './judge.ts'
import type { Attempt, Field, Probe, Witness } from './probe.ts'
import { readyFile } from './ready.ts'
import { answersIn, within } from './try.ts'

/** How the probes get into a box, and out of none. */
export type Ways = {
  /** The command that tries these probes in the field, outside of any box. */
  readonly control: (ids: readonly string[], field: Field) => readonly string[]
  /** The same inside. */
  readonly attack: (ids: readonly string[], field: Field) => readonly string[]
  readonly witness: (ground: Ground) => readonly string[]
  /** The environment of all three. */
  readonly env: (ground: Ground) => Readonly<Record<string, string>>
}

export type Plan = {
  readonly probes: readonly Probe[]
  readonly network: NetworkMode
  readonly stateHome: string
  readonly isOffline: boolean
  readonly ways: Ways
}

/** How long one box, or one control, may take in milliseconds. */
const LIMIT_MS = 60_000

/** Tries all probes, outside and inside, and judges them in their order. Removes all that it made, whatever happens. */
export async function verify(plan: Plan): Promise<Judged[]> {
  sweep(plan.stateHome)
  const ground = makeGround(plan.stateHome)
  try {
    const witness = await startWitness(plan.ways.witness(ground), plan.ways.env(ground))
    try {
      const { top: _top, remove: _remove, ...places } = ground
      const field: Field = { ...places, network: plan.network, witness: witness.place, realCanary: undefined }
      return await judgeAll(plan, field, plan.ways.env(ground))
    } finally {
      witness.stop()
    }
  } finally {
    ground.remove()
  }
}

async function judgeAll(plan: Plan, field: Field, env: Readonly<Record<string, string>>): Promise<Judged[]> {
  const caller: Caller = { isRoot: process.geteuid?.() === 0, arch: process.arch }
  const claimed = plan.probes.filter(
    (probe) => whyUnclaimed(probe, plan.network, caller) === undefined && !(probe.internet && plan.isOffline),
  )
  const start = (way: Ways['attack']): Start => {
    return (group) => {
      const place = { cwd: field.project, env, cut: group.find(({ cut }) => cut)?.cut, field }
      const ids = group.map(({ id }) => id)
      return output(way(ids, field), place)
    }
  }
  const controls = await tryEach(claimed, field, start(plan.ways.control))
  const attacks = await tryEach(claimed, field, start(plan.ways.attack))
  return plan.probes.map((probe) =>
    judge(probe, {
      network: plan.network,
      isOffline: plan.isOffline,
      caller,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      ...silenceOf(attacks, probe),
    }),
  )
}

/** Each probe has an answer, or a reason why there is none. */
type Tries = { readonly answers: Map<string, Attempt>; readonly silences: Map<string, string> }

function silenceOf({ silences }: Tries, { id }: Probe): { readonly silence?: string } {
  const silence = silences.get(id)
  return silence === undefined ? {} : { silence }
}

export type Output = {
  readonly out: string
  readonly err: string
  readonly code: number
  /** The probe said that it has done its part. */
  readonly wasReady: boolean
}
type Start = (group: readonly Probe[]) => Promise<Output>

/** Those that disturb nobody share one process; the others get one each. */
async function tryEach(probes: readonly Probe[], field: Field, start: Start): Promise<Tries> {
  const answers = new Map<string, Attempt>()
  const silences = new Map<string, string>()
  const together = probes.filter(({ alone }) => !alone)
  const groups = [together, ...probes.filter(({ alone }) => alone).map((probe) => [probe])]
  for (const group of groups.filter((some) => some.length > 0)) {
    for (const probe of group) await probe.plant?.(field)
    const done = await start(group)
    const said = answersIn(done.out)
    for (const probe of group) {
      const answer = await answerOf(probe, { attempt: said.get(probe.id), done, field })
      if (typeof answer === 'string') silences.set(probe.id, answer)
      else answers.set(probe.id, answer)
    }
  }
  return { answers, silences }
}

type Said = { readonly attempt: Attempt | undefined; readonly done: Output; readonly field: Field }

/**
 * What a try has shown, or why it has shown nothing. What shows outside only is looked at outside, even when no answer came:
 * the attack may have ended its box. But that nothing is there counts only when the attack was made: a box that does not
 * start reaches nothing, too.
 */
async function answerOf(probe: Probe, { attempt, done, field }: Said): Promise<Attempt | string> {
  if (!probe.reached) return attempt ?? firstLine(done)
  const seen = await within(() => probe.reached?.(field, done) ?? NOTHING)
  if (seen.worked || done.wasReady) return seen
  if (attempt === undefined) return firstLine(done)
  return probe.mustAct && !attempt.worked ? `it could not act: ${attempt.evidence}` : seen
}

const NOTHING: Attempt = { worked: false, evidence: 'nothing to look at' }

function firstLine({ err, code }: Output): string {
  return err.trim().split('\n')[0] || `it ended with code ${code}`
}

export type Place = {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly cut: Probe['cut']
  readonly field: Field
}

/** Starts a command in the field and waits for its end; `cut` is sent to it when the probe says that it is ready. */
export async function output(command: readonly string[], { cwd, env, cut, field }: Place): Promise<Output> {
  rmSync(readyFile(field), { force: true })
  const child = Bun.spawn([...command], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  if (cut) cutWhenReady(child, cut, readyFile(field))
  if (cut === 'SIGKILL') {
    // Its output is not waited for: what must not survive could hold it open.
    await child.exited
    return { out: '', err: '', code: codeOf(child), wasReady: existsSync(readyFile(field)) }
  }
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  await child.exited
  return { out, err, code: codeOf(child), wasReady: existsSync(readyFile(field)) }
}

const NUMBERS: Readonly<Record<string, number>> = constants.signals

/** As a shell says it: 128 and the number of the signal. */
function codeOf({ exitCode, signalCode }: Bun.Subprocess): number {
  return exitCode ?? 128 + (signalCode ? (NUMBERS[signalCode] ?? 0) : 0)
}

function cutWhenReady(child: Bun.Subprocess, signal: NodeJS.Signals, ready: string): void {
  const look = setInterval(() => {
    if (!existsSync(ready)) return
    clearInterval(look)
    child.kill(signal)
  }, 20)
  child.exited.finally(() => clearInterval(look))
}

async function startWitness(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly place: Witness; readonly stop: () => void }> {
  const child = Bun.spawn([...command], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const reader = child.stdout.getReader()
  const { value } = await reader.read()
  const place = JSON.parse(new TextDecoder().decode(value)) as Witness
  return { place, stop: () => child.kill('SIGKILL') }
}
