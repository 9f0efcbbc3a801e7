import type { Files } from '../sys/files.ts'
import { parseStatus, type Status } from './status.ts'

/** What bwrap has written to `--json-status-fd` so far. A pipe, so that its end shows the end of the outer bwrap. */
export class StatusPipe {
  readonly #files: Files
  readonly #fd: number
  #text = ''

  constructor(files: Files, fd: number) {
    this.#files = files
    this.#fd = fd
  }

  /** Reads what is new, without waiting for more. */
  read(): Status {
    this.#text += new TextDecoder().decode(this.#files.readStream(this.#fd))
    return parseStatus(this.#text)
  }
}
