import type { Answer } from '../doctor/check.ts'
import { countOf } from '../doctor/verdict.ts'
import { homeless } from './doctor-text.ts'

/** The number of the shape of the JSON report; it grows when a field changes its meaning or goes. */
export const DOCTOR_SCHEMA = 1

/** The same answers for machines. */
export function doctorJson(
  answers: readonly Answer[],
  about: { readonly version: string; readonly home: string },
): string {
  const value = {
    schema: DOCTOR_SCHEMA,
    jail: about.version,
    count: countOf(answers),
    findings: answers.map(({ id, group, title, finding }) => ({ id, group, title, ...finding })),
  }
  return homeless(JSON.stringify(value, null, 2), JSON.stringify(about.home).slice(1, -1))
}
