import type { Attempt, Field, Probe } from './probe.ts'

/** One answer of `jail __probe`, a line of JSON. */
export type Answer = { readonly id: string } & Attempt

/** The id of the line that comes before all answers: it proves that the box was there and the tries began. */
export const STARTED = 'started'

/** The longest that one try may take, in milliseconds. */
const LIMIT_MS = 5000

/** Tries probes one after the other; what throws or takes too long proves nothing, and the others go on. */
export async function tryProbes(
  probes: readonly Probe[],
  field: Field,
  told: (answer: Answer) => void,
): Promise<void> {
  told({ id: STARTED, worked: true, evidence: '' })
  for (const probe of probes) told({ id: probe.id, ...(await within(() => probe.attempt(field))) })
}

/** One try within the limit; what throws or takes longer was no refusal. */
export async function within(attempt: () => Attempt | Promise<Attempt>): Promise<Attempt> {
  try {
    return await inTime(attempt)
  } catch (error) {
    return {
      worked: false,
      evidence: error instanceof Error ? error.message : String(error),
      isUntried: true,
    }
  }
}

/** The same where no answer must not be taken for one: throws after the limit. */
export async function inTime(attempt: () => Attempt | Promise<Attempt>): Promise<Attempt> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS)
  try {
    return await Promise.race([attempt(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The answers in an output, STARTED among them; other lines are no answers. */
export function answersIn(text: string): Map<string, Attempt> {
  const answers = new Map<string, Attempt>()
  for (const line of text.split('\n')) {
    const answer = answerOf(line)
    if (answer) answers.set(answer.id, attemptOf(answer))
  }
  return answers
}

function attemptOf({ id: _, ...attempt }: Answer): Attempt {
  return attempt
}

function answerOf(line: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return undefined
    const { id, worked, evidence, isUntried } = value as Record<string, unknown>
    if (typeof id !== 'string' || typeof worked !== 'boolean' || typeof evidence !== 'string')
      return undefined
    return { id, worked, evidence, ...(isUntried === true ? { isUntried } : {}) }
  } catch {
    // What a program inside printed.
    return undefined
  }
}
