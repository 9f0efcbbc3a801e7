import type { Launch } from '../plan/encode.ts'
import type { Content, Word } from '../plan/op.ts'
import type { HostPlace } from '../plan/plan.ts'
import { isVariableName } from '../policy/variables.ts'
import { oneLine, quoted } from './escape.ts'

/** What of a start no shell can do. */
const SCOPED =
  '# jail starts this in a Landlock domain (no signals and abstract unix sockets beyond it); a shell cannot.'

/** First descriptor of the printed command; bash itself uses numbers from 10 for what it saves. */
const FIRST_FD = 20

/**
 * The command that `run` would start, for bash: data stands behind it as process substitutions, and a variable that
 * was passed on is named, not shown, so that no secret is printed.
 */
export function dryRunText(
  line: Launch,
  create: readonly HostPlace[],
  callers: Readonly<Record<string, string>>,
): string {
  const redirections: string[] = []
  const number = (content: Content): string => {
    const fd = FIRST_FD + redirections.length
    redirections.push(`${fd}< ${source(content)}`)
    return String(fd)
  }
  const words = line.words.map((word: Word) => (typeof word === 'string' ? word : number(word)))
  const named = [...line.env].filter(([name]) => isVariableName(name))
  const env = named.map(
    ([name, value]) => `${name}=${callers[name] === value ? `"$${name}"` : quoted(value)}`,
  )
  const made = create.map(({ path, content }) =>
    content === undefined
      ? `mkdir -p -m 700 ${quoted(path)} &&`
      : `{ [ -e ${quoted(path)} ] || (umask 077; printf %s ${quoted(content)} > ${quoted(path)}); } &&`,
  )
  const command = [
    'env -i',
    ...env,
    quoted(line.file),
    ...optionLines(words),
    '--',
    ...line.argv.map(quoted),
    ...redirections,
  ]
  return [
    ...(line.scoped ? [SCOPED] : []),
    ...limitLines(line.limits),
    ...made,
    command.join(' \\\n  '),
  ].join('\n')
}

function limitLines({ groups, scope, ownProcesses }: Launch['limits']): string[] {
  return [
    ...groups.map(({ above, settings }) => {
      const list = settings.map(({ file, value }) => `${file} ${value}`).join(', ')
      return `# jail starts this in a control group of its own in ${oneLine(above)}: ${list}.`
    }),
    ...(scope === undefined
      ? []
      : [`# jail starts this in a scope of systemd: ${scope.properties.map(assigned).join(', ')}.`]),
    ...(ownProcesses === undefined
      ? []
      : [`# jail limits the processes of this box to ${ownProcesses}, inside it (RLIMIT_NPROC).`]),
  ]
}

function assigned({ name, value }: { readonly name: string; readonly value: number }): string {
  return `${name}=${value}`
}

function source(content: Content): string {
  if (content.kind === 'file') return quoted(content.path)
  if (content.kind === 'text')
    return content.text === '' ? '/dev/null' : `<(printf %s ${quoted(content.text)})`
  return `<(base64 -d <<< ${content.bytes.toBase64()})`
}

/** One line for each option with its values. */
function optionLines(words: readonly string[]): string[] {
  const lines: string[] = []
  for (const word of words) {
    if (word.startsWith('--') || lines.length === 0) lines.push(quoted(word))
    else lines.push(`${lines.pop()} ${quoted(word)}`)
  }
  return lines
}
