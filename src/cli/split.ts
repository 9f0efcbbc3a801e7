import { JailError } from '../errors.ts'
import { nearest } from '../policy/nearest.ts'
import type { Call } from './call.ts'
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts'
import { OPTIONS, type OptionName, type OptionRow } from './options.ts'

/** What the person typed. */
export type Invocation =
  | { readonly kind: 'command'; readonly command: CommandName; readonly call: Call }
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }

/**
 * Cuts the arguments into jail's own and the agent's. jail's options end at the first word that is none, or at `--`;
 * commands that start nothing take them behind their words too.
 * Throws `usage.*` errors that name the nearest known word.
 */
export function splitArgv(argv: readonly string[], profiles: readonly string[]): Invocation {
  const [first, ...rest] = argv
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', command: undefined }
  if (first === '--version' || first === '-V') return { kind: 'version' }
  if (first === 'help')
    return { kind: 'help', command: rest[0] === undefined ? undefined : knownCommand(rest[0], profiles) }
  const command = knownCommand(first, profiles)
  return splitOptions(command, rest)
}

function knownCommand(word: string, profiles: readonly string[]): CommandName {
  if (Object.hasOwn(COMMANDS, word)) return word as CommandName
  if (word.startsWith('-')) {
    throw new JailError('usage.unknown-option', `Unknown option ${JSON.stringify(word)} before a command.`, {
      fix: 'Options stand behind the command: jail run --read PATH claude. `jail --help` lists the commands.',
    })
  }
  const near = nearest(word, Object.keys(COMMANDS))
  const fix = profiles.includes(word)
    ? `To start it: jail run ${word}`
    : near
      ? `Did you mean \`jail ${near}\`?`
      : `Commands: ${Object.keys(COMMANDS).join(', ')}. To start a program: jail run ${/^[\w./-]+$/.test(word) ? word : '…'}`
  throw new JailError('usage.unknown-command', `Unknown command ${JSON.stringify(word)}.`, { fix })
}

type Taken = Partial<Record<OptionName, string[]>>

function splitOptions(command: CommandName, argv: readonly string[]): Invocation {
  const row: CommandRow = COMMANDS[command]
  const options: Taken = {}
  const before: string[] = []
  let at = 0
  for (; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') {
      at++
      break
    }
    if (word === '--help' || word === '-h') return { kind: 'help', command }
    if (!word.startsWith('-') || word === '-') {
      if (!row.anywhere) break
      before.push(word)
      continue
    }
    if (takeOption(argv.slice(at, at + 2), row, options)) at++
  }
  return { kind: 'command', command, call: { options, words: [...before, ...argv.slice(at)] } }
}

/** Puts one option into `options`; answers whether the word behind it was its value. */
function takeOption([word = '', next]: readonly string[], row: CommandRow, options: Taken): boolean {
  const equals = word.indexOf('=')
  const name = optionNamed(equals < 0 ? word : word.slice(0, equals), row)
  const spec: OptionRow = OPTIONS[name]
  const inline = equals < 0 ? undefined : word.slice(equals + 1)
  const isNext = spec.value !== undefined && inline === undefined
  const value = isNext ? next : inline
  const values = options[name] ?? []
  options[name] = values
  checkValue(spec, value, values)
  values.push(...(value === undefined ? [] : [value]))
  return isNext
}

function optionNamed(flag: string, row: CommandRow): OptionName {
  const found = row.options.find((name) => OPTIONS[name].flag === flag)
  if (found) return found
  const flags = [...row.options.map((name) => OPTIONS[name].flag), '--help']
  const near = nearest(flag, flags)
  const ofAgent = row.anywhere ? '' : ' An option of the agent stands behind its name.'
  throw new JailError('usage.unknown-option', `Unknown option ${JSON.stringify(flag)}.`, {
    fix: near
      ? `Did you mean ${near}?${ofAgent}`
      : `\`${row.usage.split(' ').slice(0, 2).join(' ')} --help\` lists the options.${ofAgent}`,
  })
}

function checkValue(spec: OptionRow, value: string | undefined, before: readonly string[]): void {
  const fail = (id: string, sentence: string, fix: string): never => {
    throw new JailError(id, sentence, { fix })
  }
  if (spec.value === undefined) {
    if (value !== undefined)
      fail(
        'usage.value-not-wanted',
        `${spec.flag} takes no value, but got ${JSON.stringify(value)}.`,
        `Write ${spec.flag} alone.`,
      )
    return
  }
  if (value === undefined || value === '')
    fail('usage.value-missing', `${spec.flag} needs a value.`, `Write ${spec.flag} ${spec.value}.`)
  if (value?.includes('\0')) fail('usage.nul', `The value of ${spec.flag} holds a NUL byte.`, 'Leave it out.')
  if (spec.choices && !spec.choices.includes(value ?? '')) {
    fail(
      'usage.choice',
      `${spec.flag} cannot be ${JSON.stringify(value)}.`,
      `It is one of: ${spec.choices.join(', ')}.`,
    )
  }
  if (!spec.many && before.length > 0) {
    fail(
      'usage.twice',
      `${spec.flag} stands twice: ${JSON.stringify(before[0])} and ${JSON.stringify(value)}.`,
      'Keep one of them.',
    )
  }
}
