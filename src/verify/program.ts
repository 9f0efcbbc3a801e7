import { tried } from './hands.ts'
import type { Attempt } from './probe.ts'

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

export type How = {
  readonly cwd?: string
  readonly stdin?: string
  /** Variables that are not handed on; all others are. */
  readonly without?: RegExp
}

/** Runs a program of the machine to its end. Throws when there is none of this name. */
export function ran(command: readonly string[], { cwd, stdin, without }: How = {}): Ran {
  const env = Object.entries(process.env).filter(([name]) => !without?.test(name))
  const done = Bun.spawnSync([...command], {
    ...(cwd === undefined ? {} : { cwd }),
    env: Object.fromEntries(env),
    stdio: [stdin === undefined ? 'ignore' : Buffer.from(stdin), 'pipe', 'pipe'],
    timeout: 4000,
    killSignal: 'SIGKILL',
  })
  return { code: done.exitCode, out: done.stdout.toString(), err: done.stderr.toString() }
}

/** Works when the program ends with 0 and prints this text. */
export function prints(command: readonly string[], text: string, how: How = {}): Attempt {
  return tried(() => {
    const { code, out, err } = ran(command, how)
    const worked = code === 0 && out.includes(text)
    return {
      worked,
      evidence: worked
        ? `${command[0]} works`
        : `${command[0]} gave ${code}: ${(err || out).trim().slice(0, 200)}`,
    }
  })
}

/** Works when there is such a condition; the evidence says what was looked at. */
export function holds(condition: boolean, evidence: string): Attempt {
  return { worked: condition, evidence }
}
