/** What a schema says of a value; it travels as the text of an issue, which is all that a schema can hand back. */
export type Complaint = {
  readonly id: string
  /** The end of `X is …, but it must be `. */
  readonly wanted?: string
  /** Instead of that, a whole sentence without its place. */
  readonly says?: string
  readonly fix: string
  /** A number or truth value that stands there was meant as text, so the fix is to quote it. */
  readonly quote?: true
}

/** A complaint as the text of an issue. */
export function complaint(parts: Partial<Complaint> & Pick<Complaint, 'fix'>): string {
  return JSON.stringify({ id: 'policy.value', ...parts })
}

/** The complaint in the text of an issue. */
export function complaintOf(message: string): Complaint {
  return JSON.parse(message) as Complaint
}
