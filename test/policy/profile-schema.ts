/** What a profile file may hold. jail itself parses no schema at a start: the built-in profiles are checked here. */

import * as v from 'valibot'
import { NETWORK_MODES, type PathWord, type ProfileFile } from '../../src/policy/words.ts'

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty('says nothing'))
const path = v.pipe(
  v.string(),
  v.regex(/^(\/|(~|\.|\$XDG_(CONFIG|DATA|STATE|CACHE)_HOME)(\/|$))/, 'begins at no known place'),
  v.check((text) => !text.includes('\0'), 'holds a NUL byte'),
)
const variable = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of a variable'))
const passed = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/, 'is no name of a variable'))

const entry = v.union([
  sentence,
  v.null(),
  v.strictObject({
    why: sentence,
    required: v.exactOptional(v.boolean()),
    create: v.exactOptional(
      v.pipe(v.string(), v.regex(/^(folder|subfolder|[{[#][\s\S]*)?$/, 'is no folder, subfolder or content')),
    ),
  }),
])
const paths = v.record(path, entry)

const PATHS = { hide: paths, protect: paths, read: paths, copy: paths, write: paths } satisfies Record<
  PathWord,
  v.GenericSchema
>

const ENTRIES = {
  description: sentence,
  extends: v.array(sentence),
  command: v.pipe(v.string(), v.regex(/^[^\s\0]+$/, 'is no single word')),
  args: v.array(v.string()),
  notes: v.array(sentence),
  env: v.strictObject({
    pass: v.exactOptional(v.array(passed)),
    set: v.exactOptional(v.record(variable, v.nullable(v.string()))),
  }),
  network: v.picklist(NETWORK_MODES),
  hostname: v.pipe(v.string(), v.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is no host name')),
  nested: v.boolean(),
  limits: v.strictObject({ tmp: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+[KMG]?$/, 'is no size'))) }),
  accept: v.record(v.string(), sentence),
  ...PATHS,
} satisfies Record<keyof ProfileFile, v.GenericSchema>

/** Strict: a key that is not known is refused, or a slip of the pen would drop a rule without a word. */
const profile = v.strictObject({
  ...v.partial(v.strictObject(ENTRIES)).entries,
  description: ENTRIES.description,
})

/** What is wrong with a profile, as `place: what`; empty when nothing is. */
export function faultsOf(file: unknown): string[] {
  const { issues } = v.safeParse(profile, file)
  return (issues ?? []).flatMap((issue) => deepest(issue))
}

/** Of a union, what the branch that came furthest says. */
function deepest(issue: v.BaseIssue<unknown>): string[] {
  const inner = (issue.issues ?? []).filter((one) => (one.path?.length ?? 0) > 0)
  const place = (issue.path ?? []).map(({ key }) => String(key)).join(' > ')
  if (inner.length === 0) return [`${place}: ${issue.message}`]
  return inner.flatMap((one) => deepest(one).map((text) => `${place} > ${text}`))
}

/** Keys of one map, and items of one list, that stand twice: Bun's parser takes the last of them without a word. */
export function twiceIn(text: string): string[] {
  const seen = new Set<string>()
  const twice: string[] = []
  let path: { readonly depth: number; readonly key: string }[] = []
  for (const line of text.split('\n')) {
    const [, indent = '', key] = /^( *)("[^"]*":|[^\s#"][^:]*:|- .*)(?: |$)/.exec(line) ?? []
    if (key === undefined) continue
    path = path.filter(({ depth }) => depth < indent.length)
    path.push({ depth: indent.length, key: key.replace(/^"?(.*?)"?:$/, '$1') })
    const full = path.map((one) => one.key).join(' > ')
    if (seen.has(full)) twice.push(full)
    seen.add(full)
  }
  return twice
}
