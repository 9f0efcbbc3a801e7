import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Options of bwrap whose first value is the number of a descriptor. */
const WITH_FD = ['--seccomp', '--file', '--ro-bind-data', '--bind-data']

/** A program in the place of bwrap that writes down what it was given. In bash: sh knows descriptors up to 9 only. */
const script = (folder: string): string => `#!/bin/bash
printf '%s\\0' "$@" >'${folder}/words'
/usr/bin/env -0 >'${folder}/env'
before=
for word in "$@"; do
  case $before in
    ${WITH_FD.join(' | ')}) /bin/cat <&"$word" >'${folder}'/fd-"$word" ;;
    --) break ;;
  esac
  before=$word
done
`

export class FakeBwrap {
  readonly folder = mkdtempSync(join(tmpdir(), "jail dry'run-"))
  readonly file = join(this.folder, 'bwrap')
  /** The script's own text cannot hold the quote of the folder's name. */
  readonly #given = mkdtempSync(join(tmpdir(), 'jail-dry-run-'))

  constructor() {
    writeFileSync(this.file, script(this.#given))
    chmodSync(this.file, 0o700)
  }

  /** Gives a text to bash as a person would, and answers what the fake was started with. */
  paste(text: string, env: Readonly<Record<string, string>>) {
    rmSync(this.#given, { recursive: true })
    mkdirSync(this.#given)
    const run = Bun.spawnSync(['/bin/bash', '--norc', '--noprofile', '-c', text], {
      cwd: this.folder,
      env: { PATH: '/usr/bin:/bin', ...env },
      stdin: 'ignore',
    })
    const read = (name: string): Buffer => readFileSync(join(this.#given, name))
    if (run.exitCode !== 0) throw new Error(`bash ended with ${run.exitCode}: ${run.stderr}\n${text}`)
    const data = readdirSync(this.#given).filter((name) => name.startsWith('fd-'))
    return {
      words: read('words').toString().split('\0').slice(0, -1),
      env: read('env').toString().split('\0').slice(0, -1),
      data: new Map(data.map((name) => [name.slice(3), new Uint8Array(read(name))])),
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
    rmSync(this.#given, { recursive: true })
  }
}
