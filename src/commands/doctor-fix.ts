import { commandWords } from '../doctor/command-words.ts'
import type { Remedy } from '../doctor/remedy.ts'
import { EXIT, type ExitCode, JailError } from '../errors.ts'
import { SYSTEM_FOLDERS, systemProgram } from '../host/machine/helpers.ts'
import type { Files } from '../sys/files.ts'
import { homeless } from '../ui/doctor-text.ts'
import { visible } from '../ui/escape.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { hasTerminal } from './consent.ts'
import { saysYes } from './question.ts'

/** For whom and with what the commands are run. */
export type Mender = {
  readonly files: Files
  readonly home: string
  readonly env: Readonly<Record<string, string>>
  /** Run all without asking. */
  readonly yes: boolean
}

/**
 * Shows each command and runs it after a yes, one by one; the first that fails ends it. Commands are run as arrays,
 * by programs of the system's own folders. Answers 0 when there was nothing to run or all of it ran, else 1.
 * Throws `doctor.no-terminal` when nobody can be asked.
 */
export async function mend(remedies: readonly Remedy[], mender: Mender): Promise<ExitCode> {
  if (remedies.length === 0) {
    printResult('There is no command to run.')
    return EXIT.ok
  }
  if (!mender.yes && !hasTerminal())
    throw new JailError('doctor.no-terminal', 'There is no terminal to ask on, so nothing was run.', {
      fix: 'Type it in a terminal, or run all commands without a question: jail doctor --fix --yes',
    })
  let left = 0
  for (const remedy of remedies) {
    const done = await runOne(remedy, mender)
    if (done === 'failed') return EXIT.findings
    if (done !== 'ran') left++
  }
  printResult('\nTo see what has changed: jail doctor')
  return left === 0 ? EXIT.ok : EXIT.findings
}

async function runOne({ id, command }: Remedy, mender: Mender): Promise<'ran' | 'left' | 'failed'> {
  printResult(visible(homeless(`\n${id}\n  $ ${command}`, mender.home)))
  const line = lineOf(command, mender)
  if ('why' in line) {
    printResult(`  Not run: ${line.why}. Type it yourself.`)
    return 'left'
  }
  if (!mender.yes && !saysYes('  Run it?', mender.files)) {
    printResult('  Left out.')
    return 'left'
  }
  const code = await started(line.argv, mender)
  if (code === 0) return 'ran'
  printNotice(`jail: it ended with ${code}; the commands behind it were not run.`)
  return 'failed'
}

type Line = { readonly argv: readonly [string, ...string[]] } | { readonly why: string }

/** The words to start, the program of a folder of the system in front: a name in PATH may be a file of an agent. */
function lineOf(command: string, { home, files }: Mender): Line {
  const words = commandWords(command, home)
  if ('why' in words) return words
  const [name, ...rest] = words.argv
  const path = name.startsWith('/') ? undefined : systemProgram(name, { files })
  if (path === undefined) return { why: `${name} is in none of ${SYSTEM_FOLDERS.slice(0, 4).join(', ')}` }
  return { argv: [path, ...rest] }
}

async function started(argv: readonly string[], { env }: Mender): Promise<number | string> {
  try {
    const child = Bun.spawn([...argv], {
      stdio: ['inherit', 'inherit', 'inherit'],
      env: { ...env, PATH: SYSTEM_FOLDERS.join(':') },
      cwd: '/',
    })
    const code = await child.exited
    return child.signalCode ?? code
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
