import { closeSync, openSync } from 'node:fs'
import { inSpareFolder } from './canary.ts'
import type { Caller } from './judge.ts'
import { unheldHere } from './limited.ts'
import { type Output, output } from './outputs.ts'
import { type Attempt, areaOf, type Field, type Probe } from './probe.ts'
import { readyFile } from './ready.ts'
import { answersIn, inTime, STARTED } from './try.ts'

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
  /** Tried outside, where nothing has to end. */
  readonly isControl?: boolean
  readonly field: Field
  readonly probes: readonly Probe[]
  /** What stands in front of the words of the probe; a probe may ask for a profile by name. */
  readonly command: (profile?: string) => readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly person: Person
  /** Ends what runs, and nothing more is tried. */
  readonly stopped?: AbortSignal | undefined
}

/** Who tries, and on what. */
export function callerHere(): Caller {
  return { isRoot: process.geteuid?.() === 0, arch: process.arch, unheld: unheldHere() }
}

export type Tries = {
  readonly answers: Map<string, Attempt>
  readonly silence: Map<string, string>
}

export async function tryEach({
  isControl = false,
  probes,
  field,
  command,
  env,
  person,
  stopped,
}: Try): Promise<Tries> {
  const answers = new Map<string, Attempt>()
  const silence = new Map<string, string>()
  const groups = groupsOf(probes, command)
  for (let wanted = groups.shift(); wanted && !stopped?.aborted; wanted = groups.shift()) {
    const group = await planted(wanted, field, silence)
    const [first] = group
    if (!first) continue
    const words = [...command(first.profile), '__probe', 'try', JSON.stringify(field), ...idWords(group)]
    const done = await (first.realHome
      ? inRealHome(words, { person, stopped })
      : inField(words, { field, env, first, stopped }))
    if (stopped?.aborted) break
    const said = answersIn(done.out)
    const { over, again } = leftOver(group, said)
    groups.unshift(...again)
    const found = over.map(async (probe): Promise<void> => {
      const answer = await answerOf(probe, { isControl, field, done, said })
      if (typeof answer === 'string') silence.set(probe.id, answer)
      else answers.set(probe.id, answer)
    })
    await Promise.all(found)
  }
  return { answers, silence }
}

type Left = { readonly over: readonly Probe[]; readonly again: readonly (readonly Probe[])[] }

/** When a probe ended a process that others share, they are tried again without it, and it is tried alone. */
function leftOver(group: readonly Probe[], said: ReadonlyMap<string, Attempt>): Left {
  const [culprit, ...rest] = group.filter(({ id }) => !said.has(id))
  if (group.length === 1 || !culprit || !said.has(STARTED)) return { over: group, again: [] }
  const over = group.filter(({ id }) => said.has(id))
  return { over, again: rest.length > 0 ? [rest, [culprit]] : [[culprit]] }
}

type InField = {
  readonly field: Field
  readonly env: Readonly<Record<string, string>>
  readonly first: Probe
  readonly stopped: Try['stopped']
}

/** What is open here must not reach a box: write-descriptor looks for it. */
async function inField(words: readonly string[], { field, env, first, stopped }: InField): Promise<Output> {
  const fd = openSync(field.outside, 'r')
  try {
    const cut = { signal: first.cut, ready: readyFile(field) }
    const cwd = first.place?.(field) ?? field.project
    return await output(words, { cwd, env, stdin: first.stdin, fd, cut, stopped })
  } finally {
    closeSync(fd)
  }
}

/** No agent can be started in some folders, the home itself for one: then the real home counts alone. */
async function inRealHome(
  words: readonly string[],
  { person: { cwd, env }, stopped }: Pick<Try, 'person' | 'stopped'>,
): Promise<Output> {
  const done = await output(words, { cwd, env, stopped })
  if (answersIn(done.out).size > 0) return done
  return inSpareFolder((spare) => output(words, { cwd: spare, env, stopped }))
}

/**
 * Those that disturb nobody share one process for each box (`command`: what starts it), the largest group first; the
 * others get one each, or share one with those of the same word.
 */
export function groupsOf(probes: readonly Probe[], command: Try['command']): (readonly Probe[])[] {
  const together = Map.groupBy(probes, ({ id, alone, profile }) =>
    alone === true ? id : [alone ?? '', ...command(profile)].join('\0'),
  )
  return [...together.values()].sort((a, b) => b.length - a.length)
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

type Said = {
  readonly isControl: boolean
  readonly field: Field
  readonly done: Output
  readonly said: ReadonlyMap<string, Attempt>
}

/**
 * The answer of one probe, or why there is none. For those whose success shows outside only, it is what is seen there.
 * Nothing to be seen is no proof where nothing was tried: a box that did not start blocks everything. An attack that has a
 * box of its own may have ended it.
 */
async function answerOf(probe: Probe, { isControl, field, done, said }: Said): Promise<Attempt | string> {
  const { reached, mustAct, alone } = probe
  const attempt = said.get(probe.id)
  if (!reached) return attempt ?? firstLine(done)
  const seen = await looked(() => reached(field, { code: done.code, isControl }))
  if (typeof seen === 'string') return seen
  const isTried = done.wasReady || attempt !== undefined || (alone && said.has(STARTED))
  // Of what must still work, what is seen may be the control's.
  if (!isTried && (!seen.worked || areaOf(probe) === 'works')) return firstLine(done)
  if (!seen.worked && !done.wasReady && mustAct && !attempt?.worked)
    return `it could not act: ${attempt?.evidence ?? firstLine(done)}`
  if (attempt?.isUntried && !seen.worked && areaOf(probe) !== 'works')
    return `it could not be tried: ${attempt.evidence}`
  return attempt ? { ...seen, evidence: `${attempt.evidence}; outside: ${seen.evidence}` } : seen
}

/** Who could not look has seen nothing, which is not that there was nothing. */
async function looked(reached: () => Attempt | Promise<Attempt>): Promise<Attempt | string> {
  try {
    return await inTime(reached)
  } catch (error) {
    return `what it did could not be seen: ${error instanceof Error ? error.message : error}`
  }
}

function firstLine({ err, code }: Output): string {
  return err.trim().split('\n')[0] || `it ended with code ${code}`
}

/** Ids in one word: firejail refuses a word of more than 4,128 bytes, and more than some dozen of them. */
const IDS_IN_A_WORD = 100

/** The ids of probes as words of a command line, each with many. */
export function idWords(probes: readonly Pick<Probe, 'id'>[]): string[] {
  const words: string[] = []
  for (let at = 0; at < probes.length; at += IDS_IN_A_WORD)
    words.push(
      probes
        .slice(at, at + IDS_IN_A_WORD)
        .map(({ id }) => id)
        .join(','),
    )
  return words
}
