import { expect } from 'bun:test'
import fc from 'fast-check'
import { COMMANDS, type CommandRow } from '../../src/cli/commands.ts'
import { OPTIONS, type OptionName, type OptionRow } from '../../src/cli/options.ts'
import { type Invocation, splitArgv } from '../../src/cli/split.ts'
import { JailError } from '../../src/errors.ts'
import type { Fuzz } from './property.ts'

const PROFILES = ['base', 'claude']
const ROWS: readonly (readonly [string, CommandRow])[] = Object.entries(COMMANDS)
const WITH_OPTIONS = ROWS.filter(([, row]) => row.options.length > 0)
const FLAGS = Object.values(OPTIONS).map(({ flag }) => flag)

/** An invocation, or the refusal: one of ours, about the words, with something to type. */
function judged(argv: readonly string[]): Invocation | JailError {
  try {
    return splitArgv(argv, PROFILES)
  } catch (error) {
    if (!(error instanceof JailError)) throw error
    expect([error.id, error.exit]).toEqual([expect.stringMatching(/^usage\./), 125])
    expect(error.message).toMatch(/^[^\n]+\.$/)
    expect(error.fix ?? '').not.toBe('')
    return error
  }
}

const word = fc.oneof(
  fc.constantFrom(...Object.keys(COMMANDS), ...FLAGS, ...FLAGS.map((flag) => `${flag}=x`)),
  fc.constantFrom(
    '--',
    '-',
    '',
    '-h',
    '--help',
    '--=',
    '-x',
    'claude',
    '--__proto__',
    '--toString=1',
    'a\0b',
  ),
  fc.string(),
)

type Given = { readonly name: OptionName; readonly value: string; readonly inline: boolean }

/** Options of a command as a person may write them, each once unless it may stand more often. */
const line = fc
  .constantFrom(...WITH_OPTIONS.filter(([, row]) => row.anywhere !== true))
  .chain(([command, row]) =>
    fc.record({
      command: fc.constant(command),
      given: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...row.options),
          value: fc.oneof(
            fc.constantFrom('x', '-x', '--help', '--', 'a=b', ' '),
            fc.string({ minLength: 1 }),
          ),
          inline: fc.boolean(),
        }),
        { selector: ({ name }) => name, maxLength: 5 },
      ),
      isEnded: fc.boolean(),
      first: fc.oneof(fc.constantFrom('claude', 'npm', '-', ''), fc.stringMatching(/^[^-]/)),
      rest: fc.array(word, { maxLength: 5 }),
    }),
  )

function optionWords({ name, value, inline }: Given): string[] {
  const { flag, value: wanted, choices }: OptionRow = OPTIONS[name]
  if (wanted === undefined) return [flag]
  const text = choices?.[0] ?? value.replaceAll('\0', '0')
  return inline ? [`${flag}=${text}`] : [flag, text]
}

function agentsWordsAreKept({
  command,
  given,
  isEnded,
  first,
  rest,
}: typeof line extends fc.Arbitrary<infer T> ? T : never): void {
  const own = given.flatMap(optionWords)
  const words = isEnded ? rest : [first, ...rest]
  const answer = splitArgv([command, ...own, ...(isEnded ? ['--'] : []), ...words], PROFILES)
  expect(answer).toMatchObject({ kind: 'command', command, call: { words } })
  const options = answer.kind === 'command' ? answer.call.options : {}
  expect(Object.keys(options).toSorted()).toEqual(given.map(({ name }) => name).toSorted())
  for (const one of given) {
    const value = optionWords(one).at(-1) ?? ''
    const isSwitch = (OPTIONS[one.name] as OptionRow).value === undefined
    const text = one.inline ? value.slice(value.indexOf('=') + 1) : value
    expect(options[one.name]).toEqual(isSwitch ? [] : [text])
  }
}

const slip = fc.constantFrom(...WITH_OPTIONS).chain(([command, row]) =>
  fc.record({
    command: fc.constant(command),
    flag: fc.constantFrom(...row.options).map((name) => OPTIONS[name].flag as string),
    at: fc.nat(),
    letter: fc.constantFrom('', 'x', 'q'),
  }),
)

/** One letter of the name is another, or is missing. */
function slipIsNamed({
  command,
  flag,
  at,
  letter,
}: typeof slip extends fc.Arbitrary<infer T> ? T : never): void {
  const where = 2 + (at % (flag.length - 2))
  const typed = flag.slice(0, where) + letter + flag.slice(where + 1)
  const row = ROWS.find(([name]) => name === command)?.[1]
  if (typed === '--' || row?.options.some((name) => OPTIONS[name].flag === typed)) return
  const answer = judged([command, typed, 'x'])
  expect(answer).toBeInstanceOf(JailError)
  const { id, message, fix } = answer as JailError
  expect([id, message]).toEqual(['usage.unknown-option', `Unknown option ${JSON.stringify(typed)}.`])
  expect(fix).toMatch(/--help|Did you mean --/)
  if (letter !== '' && flag.length > 6) expect(fix).toContain('Did you mean --')
}

export const ARGV: readonly Fuzz[] = [
  {
    name: 'argv-any',
    claim: 'any words give a command or a refusal about words that says what to type',
    share: 0.06,
    property: fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      judged(argv)
    }),
  },
  {
    name: 'argv-agent',
    claim: 'whatever stands behind the name of the agent is the agent’s, and each option keeps its value',
    share: 0.06,
    property: fc.property(line, agentsWordsAreKept),
  },
  {
    name: 'argv-slip',
    claim: 'an option with a wrong letter is refused by its name, and the right one is named',
    share: 0.03,
    property: fc.property(slip, slipIsNamed),
  },
]
