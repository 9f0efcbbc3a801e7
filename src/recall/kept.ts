import type { Launch } from '../plan/encode.ts'
import type { KeepQuestion } from '../plan/kept.ts'
import type { Content, Word } from '../plan/op.ts'
import type { HostPlace } from '../plan/plan.ts'
import type { Policy } from '../policy/policy.ts'
import type { ReviewQuestion } from '../review/state.ts'
import type { Asked } from './log.ts'

/** All that a start does, once it is decided: what is told, made, reviewed and started. */
export type Ready = {
  /** What `--verify` attacks. */
  readonly policy: Pick<Policy, 'profile' | 'network'>
  readonly line: Launch
  readonly create: readonly HostPlace[]
  readonly notices: readonly string[]
  /** What is reviewed at the end; undefined when the policy wants no review. */
  readonly review: ReviewQuestion | undefined
  /** What is written back at the end; undefined when nothing is. */
  readonly keeping: KeepQuestion | undefined
}

/** A start as it is kept: what was decided, and what it was decided from but for the questions of stat(2). */
export type Kept = {
  readonly asked: readonly Asked[]
  readonly ready: Omit<Ready, 'line' | 'review'>
  /** JSON, which is read when it is asked for: while bwrap makes the box. */
  readonly review: string | undefined
  readonly mounts: string
  readonly line: Omit<Launch, 'words' | 'env' | 'argv' | 'mounts'> & {
    readonly words: readonly KeptWord[]
    /** Without the arguments that the person typed: any others lead to the same plan. */
    readonly argv: readonly string[]
    /** A name alone has the value that the caller has. */
    readonly env: readonly (readonly [name: string, value?: string])[]
  }
}

type KeptWord =
  | string
  | Exclude<Content, { kind: 'bytes' }>
  | { readonly base64: string; readonly what: string }

/** What was typed behind the command, and what the caller's environment holds. */
export type Given = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * A start in the form in which it is kept. Values of the environment are left out where the caller has them.
 * Undefined when it cannot be told from its arguments, which stand at the end of the command.
 */
export function asKept(
  { line, review, ...ready }: Ready,
  asked: readonly Asked[],
  { args, env }: Given,
): Kept | undefined {
  const own = line.argv.length - args.length
  if (own < 1 || args.some((arg, index) => line.argv[own + index] !== arg)) return undefined
  const { words, env: passed, argv, mounts, ...rest } = line
  const kept = [...passed].map(([name, value]) =>
    env[name] === value ? ([name] as const) : ([name, value] as const),
  )
  return {
    asked,
    ready,
    review: review && JSON.stringify(review),
    mounts: JSON.stringify(mounts),
    line: { ...rest, words: words.map(keptWord), argv: argv.slice(0, own), env: kept },
  }
}

/** The start again, for other arguments. Undefined for an environment other than the one for which it was kept. */
export function asReady({ ready, line, review, mounts }: Kept, { args, env }: Given): Ready | undefined {
  const passed = new Map<string, string>()
  for (const [name, kept] of line.env) {
    const value = kept ?? env[name]
    if (value === undefined) return undefined
    passed.set(name, value)
  }
  const words = line.words.map(wordOf)
  return {
    ...ready,
    get review() {
      return review === undefined ? undefined : JSON.parse(review)
    },
    line: {
      ...line,
      words,
      argv: [...line.argv, ...args],
      env: passed,
      get mounts() {
        return JSON.parse(mounts)
      },
    },
  }
}

function keptWord(word: Word): KeptWord {
  if (typeof word === 'string' || word.kind !== 'bytes') return word
  return { base64: word.bytes.toBase64(), what: word.what }
}

function wordOf(word: KeptWord): Word {
  if (typeof word === 'string' || 'kind' in word) return word
  return { kind: 'bytes', bytes: Uint8Array.fromBase64(word.base64), what: word.what }
}
