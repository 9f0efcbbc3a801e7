import { assemble } from './assemble.ts'
import { rowsFor } from './row.ts'
import { ROWS } from './rows.ts'
import type { Arch } from './syscalls.ts'

/**
 * The assembled filter as base64; `program.ts` runs this as a macro, so it must return plain text.
 * Source: Bun's documentation of macros, which allows results that can be written as a literal.
 */
export function encodedProgram(arch: Arch, nested: boolean): string {
  return assemble(rowsFor(ROWS, nested), arch).toBase64()
}
