/** A throw-away folder with programs in it that answer as bwrap does. */

import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Caller } from '../../src/host/facts.ts'
import { type Asked, gatherBwrap } from '../../src/host/gather/bwrap.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

export const HELP = `usage: bwrap [OPTIONS...] [--] COMMAND [ARGS...]

    --help                       Print this help
    --args FD                    Parse NUL-separated args from FD
    --argv0 VALUE                Set argv[0] to the value VALUE, see --ro-bind-data
    --ro-bind SRC DEST           Bind mount the host path SRC readonly on DEST
    --unshare-user-try           Create new user namespace if possible else continue by skipping it
\t--tab                        Behind a tab
--left                           Not indented
    -x                           Short
    see --other for more`
export const OPTIONS = ['--args', '--argv0', '--help', '--ro-bind', '--tab', '--unshare-user-try']

export class FakeBwraps {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-bwrap-')))
  readonly files = new Files(new Libc())
  readonly #calls = join(this.top, 'calls')

  /** A program that says what bwrap says, and notes each call. */
  plant(place: string, mode = 0o755, help = HELP): string {
    const path = join(this.top, place)
    const answer = `case $1 in --version) echo bubblewrap 0.9.0 ;; *) /bin/cat <<'END'\n${help}\nEND\nesac`
    mkdirSync(dirname(path), { recursive: true })
    // Whatever the umask is.
    chmodSync(dirname(path), 0o755)
    writeFileSync(path, `#!/bin/sh\necho "$1" >> '${this.#calls}'\n${answer}\n`)
    chmodSync(path, mode)
    return path
  }

  /** Whether a planted program was started since the last question. */
  wasCalled(): boolean {
    const answer = existsSync(this.#calls)
    rmSync(this.#calls, { force: true })
    return answer
  }

  /** What jail finds out for a caller whose JAIL_BWRAP is `bwrap`. */
  gather(bwrap: string | undefined, how: { readonly files?: Files; readonly cache?: string } = {}): Asked {
    const caller: Caller = {
      uid: process.geteuid?.() ?? 0,
      gid: process.getegid?.() ?? 0,
      groups: [],
      user: 'x',
      home: this.top,
      shell: '/bin/sh',
      cwd: { logical: this.top, real: this.top },
      sudo: undefined,
      env: { PATH: this.top, ...(bwrap === undefined ? {} : { JAIL_BWRAP: bwrap }) },
      arch: process.arch,
    }
    return gatherBwrap(caller, how.cache ?? join(this.top, 'none/cache.json'), how.files ?? this.files)
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true })
  }
}
