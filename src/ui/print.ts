/** The only console of jail. Results go to stdout, everything else to stderr. */
export function printResult(text: string): void {
  console.log(text)
}

export function printNotice(text: string): void {
  console.error(text)
}
