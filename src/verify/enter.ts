import { constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, JailError } from '../errors.ts'
import type { Ground } from './field.ts'
import { type Output, output } from './outputs.ts'
import { identityOf } from './places.ts'

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
const HERE = 'jail-probe-is-here'
/** Every system has it, and a sandbox that shows the programs of the host shows it. */
const PROGRAMS = '/usr'

/** The answer of `jail __probe here`, with what tells the files of the host from those of an image. */
export function hereText(): string {
  return `${HERE} ${identityOf(PROGRAMS)}`
}

type Entering = {
  readonly ground: Ground
  readonly env: Readonly<Record<string, string>>
  readonly stopped?: AbortSignal
}

/** A box that starts, and the command in front of the probes. */
export type Entered = {
  readonly command: (profile?: string) => readonly string[]
  /** The files of the system in it are not those of the host. */
  readonly hasOwnFiles: boolean
}

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
  if (first.out.includes(HERE)) return entered(box, outside, first)
  if (mayCopy) {
    const copy = join(ground.project, 'jail-probe')
    copyFileSync(outside, copy, constants.COPYFILE_FICLONE)
    const second = await starts(copy)
    if (second.out.includes(HERE)) return entered(box, copy, second)
  }
  throw noBox(first, box(), mayCopy)
}

function entered(box: Ways['box'], program: string, { out }: Output): Entered {
  return { command: (profile) => [...box(profile), program], hasOwnFiles: !out.includes(hereText()) }
}

/** What another sandbox needs to be told where it shows nothing of the host, as containers do. */
const SHOW =
  'It must show the folder that it is started in. A container is told so by a script: exec docker run --rm -i -v "$PWD:$PWD" -w "$PWD" IMAGE "$@"'

function noBox({ err, code, neverStarted }: Output, box: readonly string[], isOther: boolean): JailError {
  const [sentence = '', ...more] = err
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/^jail: /, ''))
  const fix = [...more, ...(isOther && !neverStarted ? [SHOW] : [])].join(' ')
  return new JailError(
    'verify.no-box',
    sentence || `${box[0]} started no box: it ended with code ${code} and said nothing.`,
    { exit: EXIT.unknown, ...(fix ? { fix } : {}) },
  )
}
