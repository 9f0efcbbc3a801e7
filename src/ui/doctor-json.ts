import type { Answer } from '../doctor/check.ts'
import { countOf } from '../doctor/verdict.ts'
import { homeless } from './doctor-text.ts'

/** The number of the shape of the JSON report; it grows when a field changes its meaning or goes. */
export const DOCTOR_SCHEMA = 1

/** The same answers for machines, with `~` for the home folder in every text. */
export function doctorJson(
  answers: readonly Answer[],
  about: { readonly version: string; readonly home: string; readonly exit: number },
): string {
  const value = {
    schema: DOCTOR_SCHEMA,
    jail: about.version,
    exit: about.exit,
    count: countOf(answers),
    findings: answers.map(({ id, group, title, finding }) => ({ id, group, title, ...finding })),
  }
  return JSON.stringify(
    value,
    (_, field: unknown) => (typeof field === 'string' ? homeless(field, about.home) : field),
    2,
  )
}
