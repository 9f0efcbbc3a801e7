import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plant } from './field.ts'
import { triedLater } from './hands.ts'
import type { Attempt, Field } from './probe.ts'

/** What must be inside as it is outside: `plant` keeps the answer of the outside, `attempt` asks the same again. */
export type Answered = {
  readonly plant: (field: Field) => Promise<void>
  readonly attempt: (field: Field) => Promise<Attempt>
}

/** A question with an answer that JSON can hold. `isSame` says when another answer is as good; equal without it. */
export function sameAsOutside<T>(
  name: string,
  ask: (field: Field) => T | Promise<T>,
  isSame: (inside: T, outside: T) => boolean = (inside, outside) =>
    JSON.stringify(inside) === JSON.stringify(outside),
): Answered {
  const file = ({ project }: Field): string => join(project, 'answers', `${name}.json`)
  return {
    plant: async (field) => plant(file(field), JSON.stringify(await ask(field))),
    attempt: (field) =>
      triedLater(async () => {
        const outside = JSON.parse(readFileSync(file(field), 'utf8')) as T
        // Through JSON too, so that what it cannot hold is no difference.
        const inside = JSON.parse(JSON.stringify(await ask(field))) as T
        return isSame(inside, outside)
          ? { worked: true, evidence: short(inside) }
          : { worked: false, evidence: `${short(inside)}, but outside ${short(outside)}` }
      }),
  }
}

function short(value: unknown): string {
  return JSON.stringify(value).slice(0, 200)
}
