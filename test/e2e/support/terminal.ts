import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Box, until } from './box.ts'

/** A terminal of 80 columns and 24 lines with one command in it, and a person who types: tmux, with its own server. */
export class Terminal {
  readonly #box: Box
  readonly #socket: string
  readonly #pid: number

  /** Starts `command` in it, with the box's environment and `env`. */
  constructor(box: Box, command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#box = box
    // Below the box, so that nothing is left in /tmp and no tmux of the person is touched.
    this.#socket = join(box.top, `tmux-${crypto.randomUUID().slice(0, 8)}`)
    const settings = ['set -g remain-on-exit on', 'set -g status off', 'set -g default-terminal screen']
    const file = box.plant(join(box.top, 'tmux.conf'), `${settings.join('\n')}\n`)
    const variables = Object.entries({ ...box.env, ...env }).map(([name, value]) => `${name}=${value}`)
    const size = ['-x', '80', '-y', '24']
    // env -i, since the server adds variables of its own.
    const start = ['env', '-i', 'TERM=screen', ...variables, ...command]
    this.#tmux(['-f', file, 'new-session', '-d', ...size, '-c', box.project, ...start])
    this.#pid = Number(this.#tmux(['display-message', '-p', '#{pane_pid}']))
  }

  /** Types a line and Enter. */
  type(line: string): void {
    this.#tmux(['send-keys', '-l', line])
    this.press('Enter')
  }

  /** Presses one key, by tmux's name for it: `C-c`, `Enter`. */
  press(key: string): void {
    this.#tmux(['send-keys', key])
  }

  resize(columns: number, lines: number): void {
    this.#tmux(['resize-window', '-x', String(columns), '-y', String(lines)])
  }

  /** All that was shown, without empty lines. */
  text(): string {
    const shown = this.#tmux(['capture-pane', '-p', '-S', '-'])
    return shown.replace(/[ ]+$/gm, '').replace(/\n+/g, '\n')
  }

  /** Waits until the whole text matches; throws with the text when it does not. */
  async shows(pattern: RegExp): Promise<string> {
    try {
      return await until(String(pattern), () => (pattern.test(this.text()) ? this.text() : undefined))
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error} The terminal shows:\n${this.text()}`)
    }
  }

  /** Takes the terminal away, as closing its window does. */
  close(): void {
    // The server may be gone already.
    this.#box.command(['tmux', '-S', this.#socket, 'kill-server'])
  }

  /** Whether the process that was started in it lives, with or without a terminal. */
  lives(): boolean {
    try {
      // A number may belong to another process by now; this one has the box in its environment.
      return readFileSync(`/proc/${this.#pid}/environ`, 'utf8').includes(this.#box.top)
    } catch {
      return false
    }
  }

  /** Waits until what was started in it has ended; tmux itself does not always say so. */
  async ends(): Promise<void> {
    await until('its end', () => (this.lives() ? undefined : true))
  }

  /** Closes it and ends what would not end by that. */
  remove(): void {
    this.close()
    if (this.lives()) process.kill(this.#pid, 'SIGKILL')
  }

  #tmux(words: readonly string[]): string {
    const done = this.#box.command(['tmux', '-S', this.#socket, ...words])
    if (done.code !== 0) throw new Error(`tmux ${words.join(' ')} gave ${done.code}: ${done.err}`)
    return done.out
  }
}
