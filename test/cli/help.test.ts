import { describe, expect, test } from 'bun:test'
import { COMMANDS, type CommandName, type CommandRow } from '../../src/cli/commands.ts'
import { helpText } from '../../src/cli/help.ts'
import { OPTIONS, type OptionRow } from '../../src/cli/options.ts'
import { splitArgv } from '../../src/cli/split.ts'

const NAMES = Object.keys(COMMANDS) as CommandName[]
const rowOf = (name: CommandName): CommandRow => COMMANDS[name]
const overview = helpText(undefined, '1.2.3 (abc)')

describe('the help of jail', () => {
  test('begins with the version that it was given', () => {
    expect(overview).toStartWith('jail 1.2.3 (abc) – ')
  })

  test.each(NAMES)('lists %s once, with its summary', (name) => {
    const lines = overview.split('\n').filter((line) => line.startsWith(`  ${name} `))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toEndWith(`  ${rowOf(name).summary}`)
  })

  test.each(['125', '126', '127', '128+n', '--help', '--version'])('names %s', (word) => {
    expect(overview).toContain(word)
  })
})

describe.each(NAMES)('the help of %s', (name) => {
  const row = rowOf(name)
  const text = helpText(name, '1.2.3')

  test('begins with the summary and shows the usage', () => {
    expect(text).toStartWith(`${row.summary}\n\nUsage: jail ${name}`)
  })

  test('lists exactly its options, each with its value and what it does', () => {
    const listed = text.split('\n').filter((line) => line.startsWith('  --'))
    const wanted = [...row.options.map((option) => line(OPTIONS[option])), '--help this text']
    expect(listed.map((one) => one.trim().replace(/ {2,}/, ' '))).toEqual(wanted)
  })

  test('says of an option whether it may be repeated', () => {
    for (const option of row.options) {
      const spec: OptionRow = OPTIONS[option]
      const shown = text.split('\n').find((one) => one.startsWith(`  ${spec.flag} `))
      expect([spec.flag, shown?.endsWith('(may be repeated)')]).toEqual([spec.flag, spec.many === true])
    }
  })

  test('says whose the options behind the command are, where there are any', () => {
    expect(text.includes('belongs to it, options too')).toBe(row.options.length > 0 && !row.anywhere)
  })

  test.each([...row.examples])('shows the example %s, which jail would take', (example) => {
    expect(text).toContain(`\n  ${example}`)
    const words = example.split(' ').slice(1)
    expect(splitArgv(words, [])).toMatchObject({ kind: 'command', command: name })
  })
})

describe('every help text', () => {
  test.each([undefined, ...NAMES])(
    'of %p fits a terminal of 120 columns and ends no line with a space',
    (name) => {
      for (const one of helpText(name, '1.2.3').split('\n')) {
        expect(one.length).toBeLessThanOrEqual(120)
        expect(one).toBe(one.trimEnd())
      }
    },
  )
})

describe('the table of options', () => {
  const rows: readonly OptionRow[] = Object.values(OPTIONS)

  test('has each flag once, in small letters, none of them jail’s own', () => {
    const flags = rows.map((row) => row.flag)
    expect(new Set(flags).size).toBe(flags.length)
    for (const flag of flags) expect(flag).toMatch(/^--[a-z]+(-[a-z]+)*$/)
    for (const own of ['--help', '--version']) expect(flags).not.toContain(own)
  })

  test('has no option that no command takes', () => {
    const taken = new Set(NAMES.flatMap((name) => [...rowOf(name).options]))
    expect([...taken].toSorted()).toEqual((Object.keys(OPTIONS) as (keyof typeof OPTIONS)[]).toSorted())
  })

  test('gives choices and repetition only to options with a value, and names each choice in the help', () => {
    for (const row of rows) {
      if (row.value === undefined)
        expect([row.flag, row.choices, row.many]).toEqual([row.flag, undefined, undefined])
      for (const choice of row.choices ?? []) expect(row.help).toContain(choice)
    }
  })
})

test.each(NAMES)('%s can be loaded, and has something to run', async (name) => {
  expect(typeof (await rowOf(name).load()).run).toBe('function')
})

function line(spec: OptionRow): string {
  const many = spec.many ? ' (may be repeated)' : ''
  return `${spec.value ? `${spec.flag} ${spec.value}` : spec.flag} ${spec.help}${many}`
}
