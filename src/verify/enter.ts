import { constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, JailError } from '../errors.ts'
import type { Ground } from './field.ts'
import { type Output, output } from './outputs.ts'

/** The program that tries probes, and how it gets into a box. */
export type Ways = {
  /** The command that tries probes outside of any box. */
  readonly outside: string
  /** What stands in front of the program to get it into a box, of a profile that a probe asks for by name. */
  readonly box: (profile?: string) => readonly string[]
  /** Another sandbox may not show the program: then a copy in the project is tried. */
  readonly mayCopy: boolean
  /** The environment of all that is started in the field. */
  readonly env: (ground: Ground) => Readonly<Record<string, string>>
}

/** What `jail __probe here` answers: only our own program can say it, so it shows that it ran. */
export const HERE = 'jail-probe-is-here'

type Entering = {
  readonly ground: Ground
  readonly env: Readonly<Record<string, string>>
  readonly stopped?: AbortSignal
}

/** A box that starts, and the command in front of the probes. */
export type Entered = { readonly command: (profile?: string) => readonly string[] }

/**
 * Starts the box with our program in it and nothing to try: a box that does not start blocks everything, and must not
 * look like one that holds. Another sandbox may not show the program where it lies; then a copy in the project is taken.
 * Throws `verify.no-box` with the first sentence of what it said.
 */
export async function enter(
  { box, outside, mayCopy }: Ways,
  { ground, env, stopped }: Entering,
): Promise<Entered> {
  const starts = (program: string): Promise<Output> =>
    output([...box(), program, '__probe', 'here'], { cwd: ground.project, env, stopped })
  const first = await starts(outside)
  if (first.out.includes(HERE)) return { command: (profile) => [...box(profile), outside] }
  if (mayCopy) {
    const copy = join(ground.project, 'jail-probe')
    copyFileSync(outside, copy, constants.COPYFILE_FICLONE)
    if ((await starts(copy)).out.includes(HERE)) return { command: (profile) => [...box(profile), copy] }
  }
  throw noBox(first, box())
}

function noBox({ err, code }: Output, box: readonly string[]): JailError {
  const [sentence = '', ...more] = err
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/^jail: /, ''))
  const fix = more.join(' ')
  return new JailError(
    'verify.no-box',
    sentence || `${box[0]} started no box: it ended with code ${code} and said nothing.`,
    { exit: EXIT.unknown, ...(fix ? { fix } : {}) },
  )
}
