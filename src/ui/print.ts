import { visible } from './escape.ts'

/** The only console of jail. Results go to stdout, everything else to stderr. */
export function printResult(text: string): void {
  console.log(text)
}

/** Names in it may come from inside a box, so their control bytes are made visible. */
export function printNotice(text: string): void {
  console.error(visible(text))
}

/** A question to a person, who answers on the same line. */
export function printQuestion(text: string): void {
  process.stderr.write(visible(text))
}

/** One line on stderr that the next one replaces; nothing where no terminal shows it. */
export function printProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${visible(text)}`)
}

/** Takes the line of progress away. */
export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}
