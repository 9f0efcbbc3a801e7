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
