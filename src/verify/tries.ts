import { closeSync, openSync } from 'node:fs'
import { inSpareFolder } from './canary.ts'
import { type Output, output } from './outputs.ts'
import { type Attempt, areaOf, type Field, type Probe } from './probe.ts'
import { answersIn, STARTED, within } from './try.ts'

/** The person whose own settings count, and in whose real home one canary is put. */
export type Person = {
  readonly home: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** The folder of jail's settings. */
  readonly settings: string
  readonly stateHome: string
}

export type Try = {
  readonly field: Field
  readonly probes: readonly Probe[]
  /** What stands in front of the words of the probe; a probe may ask for a profile by name. */
  readonly command: (profile?: string) => readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly person: Person
  readonly told: (count: number) => void
}

export type Tries = {
  readonly answers: Map<string, Attempt>
  readonly silence: Map<string, string>
}

export async function tryEach({ probes, field, command, env, person, told }: Try): Promise<Tries> {
  const answers = new Map<string, Attempt>()
  const silence = new Map<string, string>()
  let count = 0
  for (const wanted of groupsOf(probes)) {
    const group = await planted(wanted, field, silence)
    count += wanted.length - group.length
    const [first] = group
    if (!first) continue
    const words = [
      ...command(first.profile),
      '__probe',
      'try',
      JSON.stringify(field),
      ...group.map(({ id }) => id),
    ]
    const done = await (first.realHome ? inRealHome(words, person) : inField(words, { field, env, first }))
    const said = answersIn(done.out)
    for (const probe of group) {
      const seen = await seenOf(probe, { field, done, said })
      if (seen) answers.set(probe.id, seen)
      else silence.set(probe.id, firstLine(done))
    }
    count += group.length
    told(count)
  }
  return { answers, silence }
}

type InField = {
  readonly field: Field
  readonly env: Readonly<Record<string, string>>
  readonly first: Probe
}

/** What is open here must not reach a box: write-descriptor looks for it. */
async function inField(words: readonly string[], { field, env, first }: InField): Promise<Output> {
  const fd = openSync(field.outside, 'r')
  try {
    return await output(words, { cwd: first.place?.(field) ?? field.project, env, stdin: first.stdin, fd })
  } finally {
    closeSync(fd)
  }
}

/** No agent can be started in some folders, the home itself for one: then the real home counts alone. */
async function inRealHome(words: readonly string[], { cwd, env }: Person): Promise<Output> {
  const done = await output(words, { cwd, env })
  return answersIn(done.out).size > 0 ? done : inSpareFolder((spare) => output(words, { cwd: spare, env }))
}

/** Those that disturb nobody share one process for each profile; the others get one each. */
export function groupsOf(probes: readonly Probe[]): (readonly Probe[])[] {
  const together = Map.groupBy(
    probes.filter(({ alone }) => !alone),
    ({ profile }) => profile,
  )
  return [...together.values(), ...probes.filter(({ alone }) => alone).map((probe) => [probe])]
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

type Said = { readonly field: Field; readonly done: Output; readonly said: ReadonlyMap<string, Attempt> }

/**
 * The answer of one probe; for those whose success shows outside only, what is seen there. Nothing to be seen is no proof
 * where nothing was tried: a box that did not start blocks everything. An attack that has a box of its own may have ended it.
 */
async function seenOf(probe: Probe, { field, done, said }: Said): Promise<Attempt | undefined> {
  const { reached, endsWith, alone } = probe
  const attempt = said.get(probe.id)
  if (endsWith !== undefined)
    return { worked: done.code === endsWith, evidence: `it ended with code ${done.code}` }
  if (!reached) return attempt
  const { worked, evidence } = await within(() => reached(field))
  const isTried = attempt !== undefined || (alone && said.has(STARTED))
  // Of what must still work, what is seen may be the control's.
  if (!isTried && (!worked || areaOf(probe) === 'works')) return undefined
  return { worked, evidence: attempt ? `${attempt.evidence}; outside: ${evidence}` : evidence }
}

function firstLine({ err, code }: Output): string {
  return err.trim().split('\n')[0] || `it ended with code ${code}`
}
