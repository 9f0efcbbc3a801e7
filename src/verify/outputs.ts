import type { Witness } from './probe.ts'

export type Output = { readonly out: string; readonly err: string; readonly code: number | null }

export type Place = {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin?: string | undefined
  /** An open file that becomes descriptor 3. */
  readonly fd?: number
}

/** How long one box, or one control, may take in milliseconds. */
const LIMIT_MS = 60_000

/** Runs a command to its end. A program that cannot be started is an output with its error, and no code. */
export async function output(command: readonly string[], { cwd, env, stdin, fd }: Place): Promise<Output> {
  try {
    const child = Bun.spawn([...command], {
      cwd,
      env,
      stdio: [
        stdin === undefined ? 'ignore' : new Blob([stdin]),
        'pipe',
        'pipe',
        ...(fd === undefined ? [] : [fd]),
      ],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    const [out, err] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ])
    return { out, err, code: await child.exited }
  } catch (error) {
    return { out: '', err: error instanceof Error ? error.message : String(error), code: null }
  }
}

/** Starts the witness and waits until it listens. */
export async function startWitness(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly place: Witness; readonly stop: () => void }> {
  const child = Bun.spawn([...command], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const reader = child.stdout.getReader()
  const { value } = await reader.read()
  const place = JSON.parse(new TextDecoder().decode(value)) as Witness
  return { place, stop: () => child.kill('SIGKILL') }
}
