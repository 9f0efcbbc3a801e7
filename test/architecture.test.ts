import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  cycles,
  earlyImports,
  foreignImports,
  idleRules,
  impurities,
  longFiles,
  misplacedNames,
  type Tree,
  upwardImports,
} from './architecture/checks.ts'

const SRC = join(import.meta.dir, '../src')
const SOURCES: Tree = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(join(SRC, path), 'utf8')] as const),
)

test('the sources are found', () => {
  expect(SOURCES.size).toBeGreaterThan(50)
  expect([...SOURCES.keys()]).toContain('main.ts')
})

/** A rule, how it is checked, and a bad tree that the check must see, with what it says. */
const RULES: readonly (readonly [string, (tree: Tree) => string[], Record<string, string>, string])[] = [
  [
    'imports go downwards only',
    upwardImports,
    {
      'policy/a.ts': "import { b } from '../plan/b.ts'\nexport const a = b",
      'plan/b.ts': 'export const b = 1',
    },
    'policy/a.ts imports plan/b.ts, which is not below it',
  ],
  [
    'types are imported downwards only',
    upwardImports,
    { 'plan/a.ts': "import type { B } from '../launch/b.ts'\nexport type A = B", 'launch/b.ts': '' },
    'plan/a.ts imports launch/b.ts, which is not below it',
  ],
  [
    'what is loaded late is imported downwards too',
    upwardImports,
    { 'plan/a.ts': "export const a = () => import('../ui/b.ts')", 'ui/b.ts': '' },
    'plan/a.ts imports ui/b.ts, which is not below it',
  ],
  [
    'groups of one layer do not import each other',
    upwardImports,
    { 'launch/a.ts': "export { b } from '../host/b.ts'", 'host/b.ts': 'export const b = 1' },
    'launch/a.ts imports host/b.ts, which is not below it',
  ],
  [
    'every folder has a layer',
    upwardImports,
    { 'shared/a.ts': "import '../errors.ts'", 'errors.ts': '' },
    'shared/a.ts has no layer',
  ],
  [
    'no file imports itself by way of others',
    cycles,
    {
      'host/a.ts': "import { b } from './b.ts'\nexport const a = b",
      'host/b.ts': "import type { C } from './c.ts'\nexport const b: C = 1",
      'host/c.ts': "import { a } from './a.ts'\nexport type C = typeof a",
    },
    'host/a.ts → host/b.ts → host/c.ts → host/a.ts',
  ],
  [
    'no package of others is imported',
    foreignImports,
    { 'ui/a.ts': "import colour from 'picocolors'\nexport const a = colour" },
    'ui/a.ts imports picocolors, which is not ours',
  ],
  [
    'and the two for files of people only by the files that read them',
    foreignImports,
    { 'policy/parse.ts': "import { parse } from 'yaml'\nexport const a = parse" },
    'policy/parse.ts imports yaml, which is not ours',
  ],
  [
    'what reads the files of people is no part of a start',
    earlyImports,
    { 'commands/a.ts': "import { parseLayer } from '../policy/parse.ts'\nexport const a = parseLayer" },
    'commands/a.ts loads policy/parse.ts at the start',
  ],
  [
    'and only commands load it',
    earlyImports,
    { 'host/a.ts': "export const a = () => import('../policy/schema.ts')" },
    'host/a.ts loads policy/schema.ts at the start',
  ],
  [
    'bun:ffi stays where the kernel is called',
    foreignImports,
    { 'host/a.ts': "import { ptr } from 'bun:ffi'\nexport const a = ptr" },
    'host/a.ts imports bun:ffi',
  ],
  [
    'what decides does not import node: modules',
    impurities,
    { 'plan/a.ts': "import { existsSync } from 'node:fs'\nexport const a = existsSync" },
    'plan/a.ts imports node:fs',
  ],
  [
    'what decides does not call the kernel',
    impurities,
    { 'policy/a.ts': "import { Libc } from '../sys/libc.ts'\nexport const a = new Libc()" },
    'policy/a.ts imports src/sys/libc.ts',
  ],
  [
    'what decides does not look at the process',
    impurities,
    { 'policy/a.ts': "const home = process.env['HOME']\nexport const a = home" },
    'policy/a.ts uses process',
  ],
  [
    'what decides does not use Bun',
    impurities,
    { 'plan/a.ts': "export const a = Bun.file('/x')" },
    'plan/a.ts uses Bun',
  ],
  [
    'what decides knows neither time nor chance',
    impurities,
    { 'plan/a.ts': 'export const a = Math.random()' },
    'plan/a.ts uses Math.random',
  ],
  [
    'only ui/print.ts prints',
    misplacedNames,
    { 'commands/a.ts': "export const a = () => console.log('x')" },
    'commands/a.ts uses console',
  ],
  [
    'only main.ts ends the process',
    misplacedNames,
    { 'launch/a.ts': 'export const a = () => process.exit(1)' },
    'launch/a.ts uses process.exit',
  ],
  [
    'no file is longer than 250 lines',
    longFiles,
    { 'plan/a.ts': `${'// line\n'.repeat(251)}` },
    'plan/a.ts has 251 lines',
  ],
]

describe.each(RULES)('%s', (_, check, bad, says) => {
  test('in src', () => expect(check(SOURCES)).toEqual([]))
  test('and the check sees a planted fault', () =>
    expect(check(new Map(Object.entries(bad)))).toContain(says))
})

/** Looks like a fault and is none. */
const FINE: readonly (readonly [string, (tree: Tree) => string[], Record<string, string>])[] = [
  [
    'a type of sys in a pure file',
    impurities,
    { 'plan/a.ts': "import type { Stat } from '../sys/files.ts'\nexport type A = Stat" },
  ],
  [
    'the word in a comment, a string, a member or an own variable',
    impurities,
    {
      'plan/a.ts':
        "// console.log\nexport const a = { process: 'Bun.file', Date: 1 }\nexport const b = (process: number) => process + a.process",
    },
  ],
  [
    'the reader of files of people, loaded by need',
    earlyImports,
    { 'commands/a.ts': "export const a = async () => (await import('../policy/parse.ts')).parseLayer" },
  ],
  [
    'a type of that reader',
    earlyImports,
    { 'commands/a.ts': "import type { Tree } from '../policy/tree.ts'\nexport type A = Tree" },
  ],
  ['another member of process', misplacedNames, { 'launch/a.ts': 'export const a = process.pid' }],
  ['250 lines', longFiles, { 'plan/a.ts': '// line\n'.repeat(250) }],
  [
    'two files that both import a third',
    cycles,
    { 'host/a.ts': "import './c.ts'\nimport './b.ts'", 'host/b.ts': "import './c.ts'", 'host/c.ts': '' },
  ],
]

test.each(FINE)('%s is no fault', (_, check, tree) => {
  expect(check(new Map(Object.entries(tree)))).toEqual([])
})

test('every name in the rules is that of a file or folder', () => {
  expect(idleRules(SOURCES)).toEqual([])
  expect(idleRules(new Map([['main.ts', '']]))).toContain('policy/')
})
