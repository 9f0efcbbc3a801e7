import * as v from 'valibot'
import { complaint } from './complaint.ts'
import { pathComplaint } from './path-text.ts'
import {
  collection,
  form,
  isMap,
  orNull,
  quotable,
  refused,
  type Schema,
  sentence,
  TRUTH,
  text,
} from './schema-values.ts'
import { SIZE_FIX, sizeOf } from './size.ts'
import type { FileKind } from './sources.ts'
import { INNER_WORDS, unknownKey } from './unknown-key.ts'
import { NOT_BUILT, type PathWord } from './words.ts'

const REASON = sentence(
  'a reason, or null',
  'Write why it is there, or null to take back what an earlier file says.',
)

const PATH = v.pipe(
  quotable('a path', 'Write it like ~/docs, ./src or /opt/tools. A map (path: why) has no dashes.'),
  v.check(
    (input) => pathComplaint(input) === undefined,
    ({ input }) => pathComplaint(input) ?? '',
  ),
)

/** `read` and its like: a list of paths, or a map from a path to why, to more, or to null. */
export function pathWord(word: PathWord, kind: FileKind): Schema {
  const entries = {
    why: v.exactOptional(sentence('a reason', 'Write why it is there.')),
    required: v.exactOptional(TRUTH),
    create: v.exactOptional(
      word === 'keep' ? KEPT_LATER : kind === 'config' || kind === 'profile' ? CREATE : CREATE_REFUSED,
    ),
  }
  const more = v.strictObject(entries, ({ input }) =>
    unknownKey(String(input), { known: Object.keys(entries), kind, inside: `an entry of ${word}` }),
  )
  const entry = v.lazy((input) => (isMap(input) ? more : orNull(REASON)))
  return collection(
    { list: v.array(PATH), map: v.record(PATH, entry) },
    { wanted: 'a list or a map of paths', fix: `Write ${word}: [~/docs], or ${word}: {~/docs: why}.` },
  )
}

const CREATE_FORM = 'folder, subfolder, or content that is empty or begins with [ { or #'
const CREATE = v.pipe(
  text(CREATE_FORM, 'Write create: folder.'),
  v.check(
    (input) => input === 'folder' || input === 'subfolder' || input === '' || '[{#'.includes(input.charAt(0)),
    complaint({ wanted: CREATE_FORM, fix: 'Write create: folder, or create: "{}" for a file.' }),
  ),
)
const CREATE_REFUSED = refused({
  says: 'create may stand only in your own config and profiles',
  fix: 'Leave it out: this file does not decide what is made in your folders.',
})

const KEPT_LATER = refused({
  says: 'create may not stand below keep: what the command makes there is kept as it is',
  fix: 'Leave it out.',
})

const NAME_FIX = 'A name has letters, digits and _, and begins with no digit.'
const VARIABLE = form(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable', NAME_FIX)
const PASSED = form(
  /^[A-Za-z_][A-Za-z0-9_]*\*?$/,
  'the name of a variable',
  `${NAME_FIX} A * at the end stands for all that begin so: LC_*.`,
)
const VALUE = quotable(
  'text, or null',
  'Write "" for an empty value, or null to take back what an earlier file sets.',
)

/** `env`: what is passed from outside, and what is set. */
export function environment(kind: FileKind): Schema {
  const pass = collection(
    { list: v.array(PASSED), map: v.record(PASSED, orNull(REASON)) },
    { wanted: 'a list or a map of names', fix: 'Write env: {pass: [NAME]}.' },
  )
  const set = collection(
    { map: v.record(VARIABLE, orNull(VALUE)) },
    { wanted: 'a map of names and values', fix: 'Write env: {set: {NAME: "value"}}.' },
  )
  const entries = { pass: v.optional(pass), set: v.optional(set) } satisfies InnerOf<'env'>
  return inner('env', entries, kind, 'Write env: {pass: [NAME], set: {NAME: "value"}}.')
}

/** The kernel's own most (PID_MAX_LIMIT, linux/threads.h). */
const MOST_PROCESSES = 4_194_304

const SIZE = v.pipe(
  text('a size', SIZE_FIX),
  v.check(
    (input) => sizeOf(input) !== undefined,
    complaint({ id: 'policy.size', wanted: 'a size', fix: SIZE_FIX }),
  ),
)

/** bwrap and a shell end without a word in less than about 2 MB; with this they can at least say what is wrong. */
const LEAST_MEMORY = 16 * 2 ** 20
const MEMORY = v.pipe(
  SIZE,
  v.check(
    (input) => (sizeOf(input) ?? LEAST_MEMORY) >= LEAST_MEMORY,
    complaint({ id: 'policy.size', wanted: 'a size of 16M or more', fix: SIZE_FIX }),
  ),
)

const COUNT_FIX = 'Write a whole number such as 200, or null for no limit.'
const COUNT = v.pipe(
  v.number(complaint({ wanted: 'a whole number', fix: COUNT_FIX })),
  v.check(
    (input) => Number.isInteger(input) && input >= 1 && input <= MOST_PROCESSES,
    complaint({ wanted: `a whole number from 1 to ${MOST_PROCESSES}`, fix: COUNT_FIX }),
  ),
)

/** `limits`: sizes and a count, of which null takes an inherited one back. */
export function limits(kind: FileKind): Schema {
  const entries = {
    tmp: v.optional(SIZE),
    memory: v.optional(orNull(MEMORY)),
    processes: v.optional(orNull(COUNT)),
  } satisfies InnerOf<'limits'>
  return inner('limits', entries, kind, 'Write limits: {tmp: 2G}.')
}

type InnerOf<W extends keyof typeof INNER_WORDS> = Record<(typeof INNER_WORDS)[W][number], Schema>

function inner(
  word: keyof typeof INNER_WORDS,
  entries: v.ObjectEntries,
  kind: FileKind,
  fix: string,
): Schema {
  const map = v.strictObject(entries, ({ input }) =>
    unknownKey(String(input), { known: INNER_WORDS[word], kind, inside: word }),
  )
  return collection({ map }, { wanted: `a map of ${INNER_WORDS[word].join(', ')}`, fix })
}

/** A word that cannot be enforced yet: only a value that asks for nothing passes. */
export function notBuilt(word: keyof typeof NOT_BUILT): Schema {
  const says = `${word} cannot be enforced by this version of jail: ${NOT_BUILT[word]}`
  return v.custom(asksNothing, complaint({ id: 'policy.not-built', says, fix: `Leave ${word} out.` }))
}

function asksNothing(input: unknown): boolean {
  if (typeof input === 'object' && input !== null) return Object.keys(input).length === 0
  return input === undefined || input === null || input === false
}
