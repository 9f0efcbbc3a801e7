/** Files of settings in a throw-away home, whose name a shell would cut. */

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { JailError } from '../../src/errors.ts'
import type { Caller } from '../../src/host/facts.ts'
import { readSource } from '../../src/host/gather/sources.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-sources-')))

const home = join(top, 'a home')
export const uid = process.geteuid?.() ?? 0
export const IS_ROOT = uid === 0
export const CONFIG = '.config/jail/config.yaml'
export const PROJECT = 'p/.jail.yaml'
export const at = (name: string): string => join(home, name)

function caller(asked = uid): Caller {
  const cwd = { logical: home, real: home }
  return {
    uid: asked,
    gid: 0,
    groups: [],
    user: 'ana',
    home,
    shell: '/bin/sh',
    cwd,
    sudo: undefined,
    env: {},
    arch: 'x64',
  }
}

/** An empty home again. */
export function renew(): void {
  rmSync(home, { recursive: true, force: true })
  for (const folder of ['.config/jail', 'p', 'dotfiles'])
    mkdirSync(at(folder), { recursive: true, mode: 0o755 })
}

export function plant(name: string, text: string | Uint8Array = 'network: none\n', mode = 0o644): string {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
  chmodSync(at(name), mode)
  return at(name)
}

export type Answer =
  | { readonly text: string }
  | { readonly id: string; readonly says: string; readonly fix: string | undefined }
  | undefined

export function read(kind: FileKind, name: string, asked = uid): Answer {
  try {
    const source = readSource(kind, at(name), caller(asked), files)
    return source && { text: source.text }
  } catch (error) {
    if (error instanceof JailError) return { id: error.id, says: error.message, fix: error.fix }
    throw error
  }
}

export const TEXT = { text: 'network: none\n' }

/** To be called at the end. */
export function removeAll(): void {
  rmSync(top, { recursive: true, force: true })
}
