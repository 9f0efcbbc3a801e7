/** Measures `jail doctor` beyond the programs that it starts: their own time is not jail's. */

import { SYSTEM_FOLDERS } from '../src/host/machine/helpers.ts'
import { HELPERS } from '../src/host/machine.ts'

const TARGET_MS = 150

/** What runs a command once and answers how long it took, in milliseconds. */
export type Timed = (argv: string[]) => number

/**
 * Prints the median of `jail doctor`, of the programs that it starts one after the other, and the difference. `bare` is
 * the median of bwrap with the plan's argv, which doctor starts too. More than is fair is counted for jail: its programs
 * run side by side, and here each alone.
 */
export function printDoctor(
  { jail, runs, bare }: { readonly jail: string; readonly runs: number; readonly bare: number },
  timed: Timed,
): void {
  const programs = [
    'bwrap --help',
    'bwrap --version',
    ...HELPERS.map((name) => `${name} ${versionFlag(name)}`),
  ]
    .map((line) => line.split(' '))
    .flatMap(([name = '', flag = '']) => {
      const path = SYSTEM_FOLDERS.map((folder) => `${folder}/${name}`).find((one) => Bun.which(one) !== null)
      return path === undefined ? [] : [[path, flag]]
    })
  const whole: number[] = []
  const theirs: number[] = []
  for (let i = 0; i < runs; i++) {
    whole.push(timed([jail, 'doctor', '--json']))
    theirs.push(programs.reduce((sum, argv) => sum + timed(argv), bare))
  }
  const [own, others] = [median(whole), median(theirs)]
  console.log(
    `\ndoctor: ${own.toFixed(1)} ms, of which ${others.toFixed(1)} are its ${programs.length + 1} programs, one after the other; ` +
      `${(own - others).toFixed(1)} beyond them (target: at most ${TARGET_MS})`,
  )
}

function versionFlag(name: string): string {
  return name === 'tmux' ? '-V' : '--version'
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
}
