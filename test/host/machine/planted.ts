import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { placeHere } from '../../../src/host/machine/box.ts'
import type { Ground } from '../../../src/host/machine/gatherer.ts'
import { groundOf } from '../../../src/host/machine/ground.ts'
import type { Place } from '../../../src/host/observe.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'

export const files = new Files(new Libc())

/** A throw-away folder with a home in it. `~` stands for that home in every path and value. */
export class Planted {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-doctor-')))
  readonly home = join(this.top, 'home')

  constructor() {
    mkdirSync(this.home, { mode: 0o700 })
  }

  full(text: string): string {
    return text.replaceAll('~', this.home)
  }

  shown(path: string): string {
    return path.replace(this.home, '~')
  }

  file(path: string, text = '#!/bin/sh\n', mode = 0o755): void {
    const at = this.full(path)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, text)
    chmodSync(at, mode)
  }

  folder(path: string, mode = 0o755): void {
    mkdirSync(this.full(path), { recursive: true })
    chmodSync(this.full(path), mode)
  }

  link(path: string, to: string): void {
    mkdirSync(dirname(this.full(path)), { recursive: true })
    symlinkSync(this.full(to), this.full(path))
  }

  ground(env: Readonly<Record<string, string>> = {}): Ground {
    const values = Object.entries(env).map(([name, value]) => [name, this.full(value)] as const)
    return groundOf({ HOME: this.home, ...Object.fromEntries(values) }, files)
  }

  place(env: Readonly<Record<string, string>> = {}): Promise<Place> {
    return placeHere(this.ground(env))
  }

  remove(): void {
    rmSync(this.top, { recursive: true })
  }
}
