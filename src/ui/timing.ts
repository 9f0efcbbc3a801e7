/** Where the time of a start goes, for JAIL_TIMING=1. Does nothing when it is off. */
export class Timing {
  readonly #on: boolean
  readonly #marks: { readonly stage: string; readonly at: number }[] = []

  constructor(on: boolean) {
    this.#on = on
    this.mark('bun')
  }

  /** The stage that has just ended. */
  mark(stage: string): void {
    if (this.#on) this.#marks.push({ stage, at: Bun.nanoseconds() / 1000 })
  }

  /** One line a stage, in microseconds since the stage before. */
  print(line: (text: string) => void): void {
    let before = 0
    for (const { stage, at } of this.#marks) {
      line(`jail: ${stage.padEnd(12)} ${String(Math.round(at - before)).padStart(8)} µs`)
      before = at
    }
  }
}
