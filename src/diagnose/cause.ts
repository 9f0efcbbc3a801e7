import type { Mend } from '../host/live.ts'

/** Why bwrap could not set the box up on this machine, and what to type. */
export type Cause = {
  readonly id: string
  readonly cause: string
  /** The sentence of `jail run`. */
  readonly fix: string
  /** The same with its commands apart, for `doctor`; without it the sentence is all there is. */
  readonly mend?: Mend
}

type ByRoot = {
  readonly id: string
  readonly cause: string
  /** What the commands do, in words. */
  readonly text: string
  /** Whole commands, without sudo. */
  readonly commands: readonly string[]
  readonly url: string
}

/** A cause that commands of root mend: one list for the sentence of `jail run` and for `doctor`. */
export function causeForRoot({ id, cause, ...mend }: ByRoot): Cause {
  const typed = mend.commands.map((command) => `sudo ${command}`).join(' && ')
  return { id, cause, fix: `Type: ${typed}`, mend: { ...mend, root: true } }
}

/** A cause that words mend, with the document that says more. */
export function causeInWords(cause: Omit<Cause, 'mend'>, url: string): Cause {
  return { ...cause, mend: { text: cause.fix, url } }
}

/** What mends a cause, with the commands apart where there are some. */
export function mendOf({ fix, mend }: Cause): Mend {
  return mend ?? { text: fix, url: BUBBLEWRAP }
}

/** The document for what bwrap alone can explain. */
export const BUBBLEWRAP = 'https://github.com/containers/bubblewrap/blob/main/README.md'
