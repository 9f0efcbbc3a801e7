/** A throw-away home with a project in it, in which the compiled jail is run. */

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const JAIL = new URL('../../../dist/jail', import.meta.url).pathname

/** Whether the tests run as root, for whom file modes are no obstacle. */
export const IS_ROOT = process.geteuid?.() === 0

/** Many times what any run takes: one that takes longer hangs, and is killed. A whole `jail verify` takes 20 s on a slow machine. */
const LIMIT_MS = 60_000

/** For a test of many starts: Bun's own 5 seconds are short for it on a busy machine. */
export const LONG = 180_000

/** How a command ended. A command that was killed has no code. */
export type Done = { readonly code: number | null; readonly out: string; readonly err: string }

/** What may differ from one run to the next. */
export type How = {
  readonly cwd?: string
  /** On top of the box's own environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** An open file of the test that becomes descriptor 3. */
  readonly fd3?: number
}

export class Box {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-e2e-')))
  readonly home = join(this.top, 'home')
  readonly project = join(this.home, 'src/project')
  /** All that jail is told of the outside. TMPDIR lies in the box, so that what is left there is seen. */
  readonly env: Record<string, string>

  constructor() {
    const temporary = join(this.top, 'tmp')
    for (const folder of [this.project, temporary]) mkdirSync(folder, { recursive: true })
    this.env = { PATH: '/usr/bin:/bin', HOME: this.home, LANG: 'C.UTF-8', TMPDIR: temporary }
  }

  /** Writes a file below the home folder, or at an absolute path; answers its path. */
  plant(path: string, content: string, mode = 0o644): string {
    const full = path.startsWith('/') ? path : join(this.home, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, content, { mode })
    return full
  }

  /** Runs a shell script inside, with options of `jail run`. */
  run(script: string, options: readonly string[] = [], how: How = {}): Done {
    return this.jail(['run', ...options, '--', 'sh', '-c', script], how)
  }

  /** The same script without a jail: the control that shows what the script would find. */
  outside(script: string, how: How = {}): Done {
    return this.command(['/bin/sh', '-c', script], how)
  }

  jail(words: readonly string[], how: How = {}): Done {
    return this.command([JAIL, ...words], how)
  }

  /** Runs any command with the box's environment, in the project. */
  command(argv: readonly string[], how: How = {}): Done {
    const done = Bun.spawnSync([...argv], {
      cwd: how.cwd ?? this.project,
      env: { ...this.env, ...how.env },
      stdio: [
        how.stdin === undefined ? 'ignore' : Buffer.from(how.stdin),
        'pipe',
        'pipe',
        ...(how.fd3 === undefined ? [] : [how.fd3]),
      ],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    return { code: done.exitCode, out: done.stdout.toString(), err: done.stderr.toString() }
  }

  /** Starts any command with the box's environment and does not wait for it. */
  start(argv: readonly string[], how: How = {}): Bun.Subprocess<'pipe', 'pipe', 'pipe'> {
    return Bun.spawn([...argv], {
      cwd: how.cwd ?? this.project,
      env: { ...this.env, ...how.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
  }

  /** The content of a file of the project, as the host sees it. */
  read(name: string): string {
    return readFileSync(join(this.project, name), 'utf8')
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true })
  }
}

/** Asks again and again until the answer is there; throws with `what` when it does not come in time. */
export async function until<T>(what: string, ask: () => T | undefined, limitMs = 30_000): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`Within ${limitMs} ms there was no sign of ${what}.`)
    await Bun.sleep(20)
  }
}
