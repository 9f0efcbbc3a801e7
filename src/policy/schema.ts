import * as v from 'valibot'
import { cut } from './characters.ts'
import { type Complaint, complaint, complaintOf } from './complaint.ts'
import { nearest } from './nearest.ts'
import {
  collection,
  form,
  oneOf,
  orNull,
  quotable,
  type Schema,
  sentence,
  TRUTH,
  text,
} from './schema-values.ts'
import { environment, limits, notBuilt, pathWord } from './schema-words.ts'
import type { FileKind } from './sources.ts'
import { type PROFILE_ONLY, unknownKey } from './unknown-key.ts'
import { WEAKENINGS } from './weakenings.ts'
import {
  type LayerFile,
  LOCKABLE,
  NETWORK_MODES,
  NETWORK_NOT_BUILT,
  NOT_BUILT,
  type PathWord,
} from './words.ts'

/** One fault of a file. */
export type Fault = Complaint & {
  /** The keys that lead to it. */
  readonly path: readonly string[]
  /** Whether the last of these keys is at fault, or the value behind it. */
  readonly on: 'key' | 'value'
  readonly input: unknown
}

/** What is wrong with the value of a file of this kind, in no order; empty when nothing is. */
export function faultsOf(value: unknown, kind: FileKind): Fault[] {
  const { issues = [] } = v.safeParse(fileSchema(kind), value, { abortPipeEarly: true })
  return issues.map((issue) => {
    const last = issue.path?.at(-1)
    return {
      ...complaintOf(issue.message),
      path: (issue.path ?? []).map(({ key }) => String(key)),
      on: last?.type === 'object' && last.origin === 'key' ? 'key' : 'value',
      input: issue.input,
    }
  })
}

/** Strict: a key that is not known is refused, or a slip of the pen would drop a rule without a word. */
function fileSchema(kind: FileKind): Schema {
  const words = {
    ...common(kind),
    ...(kind === 'profile' ? PROFILE_WORDS : {}),
    ...(kind === 'administrator' ? { lock: LOCK } : {}),
  }
  const entries = Object.fromEntries(
    Object.entries(words).map(([word, schema]) => [word, v.optional(schema)]),
  )
  const known = Object.keys(words).filter((word) => !Object.hasOwn(NOT_BUILT, word))
  const map = v.strictObject(entries, ({ input }) => unknownKey(String(input), { known, kind }))
  return collection(
    { map },
    { wanted: 'a map of words', fix: 'Begin with a word and a colon, such as read: [~/docs]' },
  )
}

type CommonWord = Exclude<keyof LayerFile, (typeof PROFILE_ONLY)[number]> | keyof typeof NOT_BUILT

function common(kind: FileKind): Record<CommonWord, Schema> {
  const paths = (word: PathWord): Schema => pathWord(word, kind)
  return {
    description: sentence('a line of text', 'Write what it is for.'),
    read: paths('read'),
    write: paths('write'),
    copy: paths('copy'),
    keep: paths('keep'),
    hide: paths('hide'),
    protect: paths('protect'),
    env: environment(kind),
    network: NETWORK,
    hostname: form(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      'a host name',
      'Write small letters, digits and dashes, 63 at most.',
    ),
    nested: TRUTH,
    limits: limits(kind),
    accept: ACCEPT,
    review: TRUTH,
    notes: texts('notes', 'sentences', sentence('a sentence', 'Write it, or take the dash away.')),
    allow: notBuilt('allow'),
    publish: notBuilt('publish'),
    credentials: notBuilt('credentials'),
  }
}

function texts(word: string, what: string, item: Schema): Schema {
  return collection(
    { list: v.array(item) },
    { wanted: `a list of ${what}`, fix: `Write ${word}: [${LISTED[word]}].` },
  )
}

const LISTED: Readonly<Record<string, string>> = {
  notes: '"a sentence"',
  extends: 'agent',
  args: '"--flag", "value"',
  lock: 'network',
}

const MODES = {
  wanted: NETWORK_MODES.join(' or '),
  fix: `Write network: ${NETWORK_MODES.join(', or network: ')}`,
}
const NETWORK = v.pipe(
  text(MODES.wanted, MODES.fix),
  v.check(
    (input) => NETWORK_MODES.some((mode) => mode === input),
    ({ input }) => {
      const isLater = NETWORK_NOT_BUILT.some((mode) => mode === input)
      const says = `network: ${cut(input)} cannot be enforced by this version of jail`
      if (isLater) return complaint({ id: 'policy.not-built', says, fix: MODES.fix })
      const near = nearest(input, NETWORK_MODES)
      return complaint({ ...MODES, fix: near ? `Did you mean ${near}? ${MODES.fix}` : MODES.fix })
    },
  ),
)

const WEAKENING = oneOf(Object.keys(WEAKENINGS), 'the name of a weakening')
const ACCEPT = collection(
  {
    list: v.array(WEAKENING),
    map: v.record(
      WEAKENING,
      orNull(sentence('a reason, or null', 'Write why it is fine, or null to take it back.')),
    ),
  },
  { wanted: 'a list or a map of weakenings', fix: 'Write accept: [tmp-size], or accept: {tmp-size: why}.' },
)

const LOCK = texts('lock', 'words', oneOf(LOCKABLE, 'a word that can be locked'))

const COMMAND_FIX = 'Write one word; what follows it belongs into args: [..].'
const PROFILE_WORDS: Record<(typeof PROFILE_ONLY)[number], Schema> = {
  extends: texts('extends', 'profiles', sentence('the name of a profile', 'Write extends: [agent].')),
  command: v.pipe(
    form(/^\S+$/, 'one word', COMMAND_FIX),
    v.check(
      (input) => !input.startsWith('~'),
      complaint({
        wanted: 'a name or a full path',
        fix: 'Write the path from / on: ~ is not looked up here.',
      }),
    ),
  ),
  args: texts('args', 'texts', quotable('text', 'Put it in quotes.')),
}
