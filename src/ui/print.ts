import { visible } from './escape.ts'

/** The only console of jail. Results go to stdout, everything else to stderr. */
export function printResult(text: string): void {
  console.log(text)
}

/** Names in it may come from inside a box, so their control bytes are made visible. */
export function printNotice(text: string): void {
  console.error(visible(text))
}
