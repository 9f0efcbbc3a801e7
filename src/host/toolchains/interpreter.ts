import type { Files } from '../../sys/files.ts'

/** What the kernel starts for a file: itself (with an ELF interpreter or static), or the program behind `#!`. */
export type Start =
  | { readonly kind: 'elf'; readonly interpreter: string | undefined }
  | { readonly kind: 'script'; readonly words: readonly string[] }
  | { readonly kind: 'unknown' }

const HEAD_BYTES = 4096

/** Reads the start of a file; `unknown` when it cannot be read or is neither ELF nor a `#!` script. */
export function readStart(path: string, files: Files): Start {
  return files.answer({ what: 'start', path }, () => readHead(path, files))
}

function readHead(path: string, files: Files): Start {
  const fd = files.open(path)
  // Execute-only programs are legal; whether it starts is for the kernel to say.
  if (fd < 0) return { kind: 'unknown' }
  const read = (offset: number, length: number): Uint8Array => files.readAt(fd, offset, length)
  const start = parseStart(read(0, HEAD_BYTES), read)
  files.libc.call('close', fd)
  return start
}

/** The same on bytes: `read` gives `length` bytes from `offset`. */
export function parseStart(head: Uint8Array, read: (offset: number, length: number) => Uint8Array): Start {
  if (head[0] === 0x23 && head[1] === 0x21) return { kind: 'script', words: shebang(head) }
  if (head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46) {
    return { kind: 'elf', interpreter: elfInterpreter(head, read) }
  }
  return { kind: 'unknown' }
}

/** The words behind `#!`. The kernel passes all after the interpreter as one word (execve(2)); only `env -S` splits it. */
function shebang(head: Uint8Array): string[] {
  const end = head.indexOf(0x0a)
  const line = new TextDecoder().decode(head.subarray(2, end < 0 ? 256 : end)).trim()
  return line.split(/[ \t]+/).filter((word) => word !== '')
}

const PT_INTERP = 3

/** PT_INTERP of a 64-bit little-endian ELF file (elf(5)); undefined for a static one. */
function elfInterpreter(
  head: Uint8Array,
  read: (offset: number, length: number) => Uint8Array,
): string | undefined {
  if (head.length < 64 || head[4] !== 2 || head[5] !== 1) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const table = Number(view.getBigUint64(32, true))
  const size = view.getUint16(54, true)
  const count = Math.min(view.getUint16(56, true), 64)
  const headers = table + size * count <= head.length ? head.subarray(table) : read(table, size * count)
  const rows = new DataView(headers.buffer, headers.byteOffset, headers.byteLength)
  for (let at = 0; at + 56 <= Math.min(rows.byteLength, size * count); at += size) {
    if (rows.getUint32(at, true) !== PT_INTERP) continue
    const offset = Number(rows.getBigUint64(at + 8, true))
    const length = Math.min(Number(rows.getBigUint64(at + 32, true)), HEAD_BYTES)
    return new TextDecoder().decode(read(offset, length)).replace(/\0.*$/s, '')
  }
  return undefined
}

/** Options of env(1) that take the next word as their value. */
const ENV_VALUES = ['-u', '--unset', '-C', '--chdir']

/** The program that `env` would look up in a shebang such as `/usr/bin/env -S VAR=1 node --flag`. */
export function envTarget(words: readonly string[]): string | undefined {
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? ''
    const glued = /^(?:-[a-z0]*S|--split-string=)(.+)/.exec(word)?.[1]
    if (glued !== undefined) return glued
    if (ENV_VALUES.includes(word)) at++
    else if (!word.startsWith('-') && !word.includes('=')) return word
  }
  return undefined
}
