import { columns } from '../ui/columns.ts'
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts'
import { OPTIONS, type OptionRow } from './options.ts'

/** Help of jail, or of one command, made from the tables. */
export function helpText(command: CommandName | undefined, version: string): string {
  return command === undefined ? overview(version) : commandHelp(COMMANDS[command])
}

function overview(version: string): string {
  const rows = Object.entries(COMMANDS).map(([name, row]) => [name, row.summary] as const)
  return [
    `jail ${version} – runs AI coding agents inside bubblewrap: same tools, same paths, only the project`,
    '',
    'Usage: jail <command> [options]',
    '',
    'Commands:',
    ...columns(rows),
    '',
    'Options:',
    ...columns([
      ['--help', 'this text; `jail <command> --help` for one command'],
      ['--version', 'the version and the commit it was built from'],
    ]),
    '',
    'Examples:',
    ...COMMANDS.run.examples.map((example) => `  ${example}`),
    '',
    'Exit codes: those of the command; 125 when jail failed before it started, 126 when it cannot be executed,',
    '127 when it was not found, 128+n when signal n ended it.',
  ].join('\n')
}

function commandHelp(row: CommandRow): string {
  const options = row.options.map((name) => {
    const option: OptionRow = OPTIONS[name]
    const many = option.many ? ' (may be repeated)' : ''
    return [option.value ? `${option.flag} ${option.value}` : option.flag, option.help + many] as const
  })
  const lines = [
    row.summary,
    '',
    `Usage: ${row.usage}`,
    '',
    'Options:',
    ...columns([...options, ['--help', 'this text']]),
  ]
  if (row.options.length > 0) {
    lines.push('')
    if (!row.anywhere)
      lines.push('Everything behind the name of the profile or command belongs to it, options too.')
    lines.push('Paths: absolute, ~/…, or relative to the current folder.')
  }
  return [...lines, '', 'Examples:', ...row.examples.map((example) => `  ${example}`)].join('\n')
}
