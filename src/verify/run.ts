import { closeSync, openSync } from 'node:fs'
import type { NetworkMode } from '../policy/words.ts'
import { type Ground, makeGround, sweep } from './field.ts'
import { type Judged, judge } from './judge.ts'
import { type Attempt, areaOf, type Field, type Probe, type Witness } from './probe.ts'
import { answersIn, STARTED, within } from './try.ts'

/** How the probes get into a box, and out of none. */
export type Ways = {
  /** The command that tries these probes in the field, outside of any box. */
  readonly control: (ids: readonly string[], field: Field) => readonly string[]
  /** The same inside; with a profile that probes ask for by name. */
  readonly attack: (ids: readonly string[], field: Field, profile: string | undefined) => readonly string[]
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
  const claimed = plan.probes.filter(
    ({ networks, internet }) =>
      (!networks || networks.includes(plan.network)) && !(internet && plan.isOffline),
  )
  const [controls, attacks] = await withOpenFolder(field.outside, async (fd) => {
    const place = { cwd: field.project, env, fd }
    return [
      await tryEach(claimed, field, (ids) => output(plan.ways.control(ids, field), place)),
      await tryEach(claimed, field, (ids, profile) => output(plan.ways.attack(ids, field, profile), place)),
    ] as const
  })
  return plan.probes.map((probe) =>
    judge(probe, {
      network: plan.network,
      isOffline: plan.isOffline,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      ...(attacks.silence === undefined ? {} : { silence: attacks.silence }),
    }),
  )
}

/** What is open here must not reach a box: write-descriptor looks for it. */
async function withOpenFolder<T>(folder: string, use: (fd: number) => Promise<T>): Promise<T> {
  const fd = openSync(folder, 'r')
  try {
    return await use(fd)
  } finally {
    closeSync(fd)
  }
}

type Tries = { readonly answers: Map<string, Attempt>; readonly silence: string | undefined }
type Output = { readonly out: string; readonly err: string; readonly code: number | null }

/** Those that disturb nobody share one process for each profile; the others get one each. */
function groupsOf(probes: readonly Probe[]): (readonly Probe[])[] {
  const together = Map.groupBy(
    probes.filter(({ alone }) => !alone),
    ({ profile }) => profile,
  )
  return [...together.values(), ...probes.filter(({ alone }) => alone).map((probe) => [probe])]
}

async function tryEach(
  probes: readonly Probe[],
  field: Field,
  start: (ids: readonly string[], profile: string | undefined) => Promise<Output>,
): Promise<Tries> {
  const answers = new Map<string, Attempt>()
  let silence: string | undefined
  for (const group of groupsOf(probes)) {
    for (const probe of group) await probe.plant?.(field)
    const done = await start(
      group.map(({ id }) => id),
      group[0]?.profile,
    )
    const said = answersIn(done.out)
    if (group.some(({ id }) => !said.has(id))) silence = firstLine(done)
    for (const probe of group) {
      const attempt = await judgedOutside(probe, field, said)
      if (attempt) answers.set(probe.id, attempt)
    }
  }
  return { answers, silence }
}

/**
 * The answer of one probe; for those whose success shows outside only, what is seen there. Nothing to be seen is no proof
 * where nothing was tried: a box that did not start blocks everything. An attack that has a box of its own may have ended it.
 */
async function judgedOutside(
  probe: Probe,
  field: Field,
  said: ReadonlyMap<string, Attempt>,
): Promise<Attempt | undefined> {
  const attempt = said.get(probe.id)
  if (!probe.reached) return attempt
  const { worked, evidence } = await within(() => probe.reached?.(field) ?? NOTHING)
  const isTried = attempt !== undefined || (probe.alone && said.has(STARTED))
  // Of what must still work, what is seen may be the control's.
  if (!isTried && (!worked || areaOf(probe) === 'works')) return undefined
  return { worked, evidence: attempt ? `${attempt.evidence}; outside: ${evidence}` : evidence }
}

const NOTHING: Attempt = { worked: false, evidence: 'nothing to look at' }

function firstLine({ err, code }: Output): string {
  return err.trim().split('\n')[0] || `it ended with code ${code}`
}

async function output(
  command: readonly string[],
  {
    fd,
    ...place
  }: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly fd: number },
): Promise<Output> {
  const child = Bun.spawn([...command], {
    ...place,
    stdio: ['ignore', 'pipe', 'pipe', fd],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { out, err, code: await child.exited }
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
