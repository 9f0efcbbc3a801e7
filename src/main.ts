import { COMMANDS } from './cli/commands.ts'
import { splitArgv } from './cli/split.ts'
import { EXIT, JailError } from './errors.ts'
import { BUILTIN_PROFILES } from './policy/builtin.ts'
import { printNotice, printResult } from './ui/print.ts'
import { VERSION } from './version.ts'

process.exit(await main(process.argv.slice(2)))

async function main(argv: readonly string[]): Promise<number> {
  try {
    if (argv[0] === '__probe') {
      const { runProbe } = await import('./commands/probe.ts')
      return await runProbe(argv.slice(1))
    }
    const invocation = splitArgv(argv, Object.keys(BUILTIN_PROFILES))
    if (invocation.kind === 'version') {
      printResult(`jail ${VERSION}`)
      return EXIT.ok
    }
    if (invocation.kind === 'help') {
      const { helpText } = await import('./cli/help.ts')
      printResult(helpText(invocation.command, VERSION))
      return EXIT.ok
    }
    const { run } = await COMMANDS[invocation.command].load()
    return await run(invocation.call)
  } catch (error) {
    return report(error)
  }
}

/** A known error is a sentence and what to type; any other is a mistake of ours and keeps its stack. */
function report(error: unknown): number {
  if (error instanceof JailError) {
    printNotice(`jail: ${error.message}`)
    if (error.fix) printNotice(`      ${error.fix}`)
    return error.exit
  }
  printNotice(`jail: this is a bug of jail ${VERSION}, please report it:`)
  printNotice(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failed
}
