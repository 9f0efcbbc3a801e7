import { existsSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import type { Probe, Witness } from './probe.ts'

export type Output = {
  readonly out: string
  readonly err: string
  /** As a shell says it: 128 and the number of the signal; 127 for what cannot be started. */
  readonly code: number
  /** The probe said that it has done its part. */
  readonly wasReady: boolean
  /** There is no such program, or it cannot be executed. */
  readonly neverStarted?: true
}

export type Place = {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin?: string | undefined
  /** An open file that becomes descriptor 3. */
  readonly fd?: number
  /** The signal that is sent as soon as this file is there. */
  readonly cut?: { readonly signal: Probe['cut']; readonly ready: string }
  /** When it is aborted, what runs is ended. */
  readonly stopped?: AbortSignal | undefined
}

/** How long one box, or one control, may take in milliseconds, and how long to end when it was asked to. */
const LIMIT_MS = 60_000
const END_MS = 2000

/** Runs a command to its end. A program that cannot be started is an output with its error. */
export async function output(command: readonly string[], place: Place): Promise<Output> {
  const ready = place.cut?.ready
  if (ready !== undefined) rmSync(ready, { force: true })
  const wasReady = (): boolean => ready !== undefined && existsSync(ready)
  try {
    const child = started(command, place)
    endWhenStopped(child, place.stopped)
    const signal = place.cut?.signal
    if (signal && ready !== undefined) cutWhenReady(child, signal, ready)
    // Killed, its output is not waited for: what must not survive could hold it open.
    const isRead = signal !== 'SIGKILL'
    const read = (stream: ReadableStream): Promise<string> =>
      isRead ? new Response(stream).text() : Promise.resolve('')
    const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)])
    await child.exited
    return { out, err, code: codeOf(child), wasReady: wasReady() }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : String(error)
    const because = code === 'ENOENT' ? 'there is no such program' : code
    const err = `${command[0]} cannot be started: ${because}.`
    return { out: '', err, code: 127, wasReady: wasReady(), neverStarted: true }
  }
}

type Child = Bun.Subprocess<'ignore' | Blob, 'pipe', 'pipe'>

function started(command: readonly string[], { cwd, env, stdin, fd }: Place): Child {
  const input = stdin === undefined ? 'ignore' : new Blob([stdin])
  return Bun.spawn([...command], {
    cwd,
    env,
    stdio: [input, 'pipe', 'pipe', ...(fd === undefined ? [] : [fd])],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
}

const NUMBERS: Readonly<Record<string, number>> = constants.signals

function codeOf({ exitCode, signalCode }: Child): number {
  return exitCode ?? 128 + (signalCode ? (NUMBERS[signalCode] ?? 0) : 0)
}

function cutWhenReady(child: Child, signal: NodeJS.Signals, ready: string): void {
  const look = setInterval(() => {
    if (!existsSync(ready)) return
    clearInterval(look)
    child.kill(signal)
  }, 5)
  child.exited.finally(() => clearInterval(look))
}

/** Asks first, since a box takes back what it lent to the project. */
function endWhenStopped(child: Child, stopped: AbortSignal | undefined): void {
  const end = (): void => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.exited.finally(() => clearTimeout(late))
  }
  if (stopped?.aborted) end()
  stopped?.addEventListener('abort', end)
  child.exited.finally(() => stopped?.removeEventListener('abort', end))
}

/** Starts the witness; `place` comes when it listens. */
export function startWitness(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly place: Promise<Witness>; readonly stop: () => void } {
  const child = Bun.spawn([...command], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const read = async (): Promise<Witness> => {
    const { value } = await child.stdout.getReader().read()
    return JSON.parse(new TextDecoder().decode(value)) as Witness
  }
  return { place: read(), stop: () => child.kill('SIGKILL') }
}
