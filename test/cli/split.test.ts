import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { COMMANDS } from '../../src/cli/commands.ts'
import { OPTIONS, type OptionName, type OptionRow } from '../../src/cli/options.ts'
import { type Invocation, splitArgv } from '../../src/cli/split.ts'
import { JailError } from '../../src/errors.ts'

const PROFILES = ['base', 'claude', 'codex']
const split = (argv: readonly string[]): Invocation => splitArgv(argv, PROFILES)

/** What a command line means: the words that are the agent's, and jail's own options. */
const TAKEN: readonly [string, readonly string[], readonly string[], Record<string, readonly string[]>][] = [
  ['a profile alone', ['run', 'claude'], ['claude'], {}],
  ['nothing behind the command', ['run'], [], {}],
  [
    'options of the agent, also those that jail has',
    ['run', 'claude', '--read', 'x', '-p'],
    ['claude', '--read', 'x', '-p'],
    {},
  ],
  [
    '--help and --version of the agent',
    ['run', 'claude', '--help', '--version'],
    ['claude', '--help', '--version'],
    {},
  ],
  ['a second -- of the agent', ['run', 'npm', '--', 'test'], ['npm', '--', 'test'], {}],
  ['the first -- as the end of the options', ['run', '--', '--help'], ['--help'], {}],
  ['all behind -- even when it is --', ['run', '--', '--', 'x'], ['--', 'x'], {}],
  ['-- behind an option', ['run', '--quiet', '--', 'npm', 'test'], ['npm', 'test'], { quiet: [] }],
  ['a lone - as a word', ['run', '-', 'x'], ['-', 'x'], {}],
  ['an empty word as a word', ['run', '', 'x'], ['', 'x'], {}],
  ['a value behind its option', ['run', '--read', 'a b', 'claude'], ['claude'], { read: ['a b'] }],
  ['a value behind =', ['run', '--read=a', 'claude'], ['claude'], { read: ['a'] }],
  ['the first = only as the border', ['run', '--env=A=b=c', 'x'], ['x'], { env: ['A=b=c'] }],
  ['a repeated option in its order', ['run', '--read', 'b', '--read=a', 'x'], ['x'], { read: ['b', 'a'] }],
  ['a number as the text that it is', ['run', '--profile', '007', 'x'], ['x'], { profile: ['007'] }],
  ['a value that begins with a dash', ['run', '--read', '-odd', 'x'], ['x'], { read: ['-odd'] }],
  ['a value that is called --help', ['run', '--env', '--help', 'x'], ['x'], { env: ['--help'] }],
  ['a switch', ['run', '--dry-run', 'x'], ['x'], { dryRun: [] }],
  ['a switch that stands twice', ['run', '--quiet', '--quiet', 'x'], ['x'], { quiet: [] }],
  ['options of shell', ['shell', '--network', 'none', 'claude'], ['claude'], { network: ['none'] }],
  [
    'options behind words where no word is an agent’s',
    ['explain', 'claude', '--json', '~/x', '--read', 'a'],
    ['claude', '~/x'],
    { json: [], read: ['a'] },
  ],
  ['there, too, all behind -- as words', ['why', '--json', '--', '--x'], ['--x'], { json: [] }],
  ['the words of profiles', ['profiles', 'claude'], ['claude'], {}],
  ['the words of config', ['config', 'check', 'a'], ['check', 'a'], {}],
  [
    'an option of config behind its words',
    ['config', 'check', 'a', '--as', 'project'],
    ['check', 'a'],
    { as: ['project'] },
  ],
  [
    'an option of config between its words',
    ['config', 'check', '--as=profile', 'a'],
    ['check', 'a'],
    { as: ['profile'] },
  ],
  ['a file for config that looks like an option', ['config', 'check', '--', '--as'], ['check', '--as'], {}],
]

describe('the splitter takes', () => {
  test.each(TAKEN)('%s: %p', (_what, argv, words, options) => {
    const command = argv[0] as keyof typeof COMMANDS
    expect(split(argv)).toEqual({ kind: 'command', command, call: { options, words } })
  })

  test('every option of every command, and keeps its value as typed', () => {
    for (const [command, row] of Object.entries(COMMANDS)) {
      for (const name of row.options as readonly OptionName[]) {
        const { flag, value, choices }: OptionRow = OPTIONS[name]
        const values = value === undefined ? [] : [choices?.[0] ?? ' 0x1F ']
        expect(split([command, flag, ...values, 'word'])).toEqual({
          kind: 'command',
          command: command as keyof typeof COMMANDS,
          call: { options: { [name]: values }, words: ['word'] },
        })
      }
    }
  })

  test('whatever stands behind the first word, unchanged', () => {
    const words = fc.array(fc.string())
    fc.assert(
      fc.property(fc.stringMatching(/^[^-]/), words, (first, rest) => {
        expect(split(['run', '--quiet', first, ...rest])).toMatchObject({ call: { words: [first, ...rest] } })
        expect(split(['run', '--', ...rest])).toMatchObject({ call: { words: rest } })
      }),
    )
  })
})

const HELP: readonly [readonly string[], keyof typeof COMMANDS | undefined][] = [
  [[], undefined],
  [['--help'], undefined],
  [['-h'], undefined],
  [['help'], undefined],
  [['help', 'run'], 'run'],
  [['run', '--help'], 'run'],
  [['run', '-h'], 'run'],
  [['run', '--read', 'x', '--help'], 'run'],
  [['shell', '--quiet', '-h'], 'shell'],
  [['profiles', '--help'], 'profiles'],
]

test.each(HELP)('%p asks for help of %p', (argv, command) => {
  expect(split(argv)).toEqual({ kind: 'help', command })
})

test.each([[['--version']], [['-V']], [['--version', 'run']]])('%p asks for the version', (argv) => {
  expect(split(argv)).toEqual({ kind: 'version' })
})

/** A command line, the id of the refusal, a part of the sentence and a part of what to type instead. */
const REFUSED: readonly [readonly string[], string, string, string][] = [
  [['rum', 'x'], 'usage.unknown-command', '"rum"', 'Did you mean `jail run`?'],
  [['profile'], 'usage.unknown-command', '"profile"', 'Did you mean `jail profiles`?'],
  [['claude', '--resume'], 'usage.unknown-command', '"claude"', 'jail run claude'],
  [['npm'], 'usage.unknown-command', '"npm"', 'jail run npm'],
  [['a b; c'], 'usage.unknown-command', '"a b; c"', 'jail run …'],
  [['\x1b[31m'], 'usage.unknown-command', '"\\u001b[31m"', 'jail run …'],
  [
    ['toString'],
    'usage.unknown-command',
    '"toString"',
    'Commands: run, shell, doctor, explain, why, review, config, verify, profiles, allow',
  ],
  [['__proto__'], 'usage.unknown-command', '"__proto__"', 'Commands: run'],
  [[''], 'usage.unknown-command', '""', 'Commands: run'],
  [['help', 'rnu'], 'usage.unknown-command', '"rnu"', 'Did you mean `jail run`?'],
  [['--read', 'x', 'claude'], 'usage.unknown-option', '"--read" before a command', 'jail run --read PATH'],
  [['-x'], 'usage.unknown-option', '"-x"', 'jail --help'],
  [['run', '--raed', 'x'], 'usage.unknown-option', '"--raed"', 'Did you mean --read?'],
  [['run', '--hepl'], 'usage.unknown-option', '"--hepl"', 'Did you mean --help?'],
  [['run', '--READ', 'x'], 'usage.unknown-option', '"--READ"', 'jail run --help'],
  [['run', '--resume', 'claude'], 'usage.unknown-option', '"--resume"', 'behind its name'],
  [['run', '-p', 'claude'], 'usage.unknown-option', '"-p"', 'behind its name'],
  [['run', '--constructor'], 'usage.unknown-option', '"--constructor"', 'jail run --help'],
  [['run', '--quite=1', 'x'], 'usage.unknown-option', '"--quite"', '--quiet'],
  [['run', '--dryRun', 'x'], 'usage.unknown-option', '"--dryRun"', 'Did you mean --dry-run?'],
  [['profiles', '--read', 'x'], 'usage.unknown-option', '"--read"', 'jail profiles --help'],
  [['run', '--read'], 'usage.value-missing', '--read needs a value', '--read PATH'],
  [['run', '--read='], 'usage.value-missing', '--read needs a value', '--read PATH'],
  [['run', '--read', '', 'x'], 'usage.value-missing', '--read needs a value', '--read PATH'],
  [['run', '--env'], 'usage.value-missing', '--env needs a value', '--env NAME'],
  [['run', '--quiet=yes', 'x'], 'usage.value-not-wanted', '"yes"', '--quiet alone'],
  [['run', '--dry-run=', 'x'], 'usage.value-not-wanted', '""', '--dry-run alone'],
  [['run', '--network', 'opne', 'x'], 'usage.choice', '"opne"', 'open, none'],
  [['run', '--network=OPEN', 'x'], 'usage.choice', '"OPEN"', 'open, none'],
  [['run', '--project', 'a', '--project', 'b'], 'usage.twice', '"a" and "b"', 'Keep one'],
  [['run', '--network=none', '--network=open'], 'usage.twice', '"none" and "open"', 'Keep one'],
  [['shell', '--profile', 'a', '--profile=a'], 'usage.twice', '"a" and "a"', 'Keep one'],
  [['config', 'check', '--as', 'conf'], 'usage.choice', '"conf"', 'administrator, config, profile, project'],
  [['config', 'check', 'x', '--sa', 'config'], 'usage.unknown-option', '"--sa"', 'Did you mean --as?'],
  [['run', '--read', 'a\0b', 'x'], 'usage.nul', 'NUL', 'Leave it out'],
]

test.each(REFUSED)('%p is refused as %s, saying %p and %p', (argv, id, sentence, fix) => {
  const error = refusal(argv)
  expect(error.id).toBe(id)
  expect(error.message).toContain(sentence)
  expect(error.fix).toContain(fix)
  expect(error.exit).toBe(125)
})

function refusal(argv: readonly string[]): JailError {
  try {
    throw new Error(`taken as ${JSON.stringify(split(argv))}`)
  } catch (error) {
    if (error instanceof JailError) return error
    throw error
  }
}
