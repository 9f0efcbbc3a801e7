import * as v from 'valibot'
import { type Complaint, complaint } from './complaint.ts'
import { nearest } from './nearest.ts'

export type Schema = v.GenericSchema

/** A value for which there is only one thing to say. */
export function refused(parts: Partial<Complaint> & Pick<Complaint, 'fix'>): Schema {
  return v.custom(() => false, complaint(parts))
}

/** Whether a value is a map of the file. */
export function isMap(input: unknown): input is object {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

type Kinds = { readonly list?: Schema; readonly map?: Schema }

/** A schema for lists, one for maps, or both; any other value is refused with what is wanted. */
export function collection({ list, map }: Kinds, parts: Pick<Complaint, 'fix'> & { wanted: string }): Schema {
  const neither = refused(parts)
  return v.lazy((input) => (Array.isArray(input) ? list : isMap(input) ? map : undefined) ?? neither)
}

/** Any text that is one of few words or forms. */
export function text(wanted: string, fix: string) {
  return v.string(complaint({ wanted, fix }))
}

/** Any text, of which numbers and truth values become one by quotes. */
export function quotable(wanted: string, fix: string) {
  return v.string(complaint({ wanted, fix, quote: true }))
}

/** A text that says something. */
export function sentence(wanted: string, fix: string) {
  return v.pipe(
    quotable(wanted, fix),
    v.check((input) => input.trim() !== '', complaint({ wanted, fix })),
  )
}

/** Null, or what the schema takes. */
export function orNull(schema: Schema): Schema {
  return v.lazy((input) => (input === null ? v.null() : schema))
}

/** A text of this form. */
export function form(pattern: RegExp, wanted: string, fix: string) {
  return v.pipe(quotable(wanted, fix), v.regex(pattern, complaint({ wanted, fix })))
}

/** One of a table's words; a slip is answered with the nearest. */
export function oneOf(words: readonly string[], wanted: string) {
  const all = `The words here are: ${words.join(', ')}.`
  return v.pipe(
    text(wanted, all),
    v.check(
      (input) => words.includes(input),
      ({ input }) => {
        const near = nearest(input, words)
        return complaint({ wanted, fix: near ? `Did you mean ${near}? ${all}` : all })
      },
    ),
  )
}

/** True or false. */
export const TRUTH = v.boolean(complaint({ wanted: 'true or false', fix: 'Write true or false.' }))
