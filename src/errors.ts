/** Exit codes of jail itself; every other code is the command's own. Source: env(1) and timeout(1) use the same 125-127. */
export const EXIT = {
  ok: 0,
  /** `doctor`, `verify`, `explain`, `review` found something. */
  findings: 1,
  /** The same commands could not tell. */
  unknown: 2,
  /** jail failed before the command started. */
  failed: 125,
  /** The command was found but cannot be executed. */
  notExecutable: 126,
  /** The command was not found. */
  notFound: 127,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * An error for the reader: `message` is one sentence with the concrete value, `fix` is what to type or change.
 * `id` is stable and made for tests and machines.
 */
export class JailError extends Error {
  readonly id: string
  readonly fix: string | undefined
  readonly exit: ExitCode

  constructor(id: string, sentence: string, options: { fix?: string; exit?: ExitCode } = {}) {
    super(sentence)
    this.name = 'JailError'
    this.id = id
    this.fix = options.fix
    this.exit = options.exit ?? EXIT.failed
  }
}
