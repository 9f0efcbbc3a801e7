import { writeFileSync } from 'node:fs'
import { EXIT, JailError } from '../errors.ts'

/** Writes a report where the person said. Throws `verify.report` when it cannot: CI must not miss it in silence. */
export function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new JailError(
      'verify.report',
      `The report cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      {
        exit: EXIT.unknown,
        fix: 'Name a file in a folder that is there: --junit report.xml',
      },
    )
  }
}
