import { ptr } from 'bun:ffi'
import type { Files } from './files.ts'
import { cString } from './libc.ts'

const ENODATA = 61
const EOPNOTSUPP = 95
/** Longest list of names, and longest value (linux/limits.h: XATTR_LIST_MAX, XATTR_SIZE_MAX). */
const MOST_BYTES = 65_536
/** What the kernel takes away from a file that is written, and so is not handed on (capabilities(7)). */
const NOT_HANDED_ON = 'security.capability'

/**
 * Gives an open file all extended attributes of another one, access lists among them (xattr(7)): undefined, or the name
 * of the first that it cannot have and the negative errno.
 */
export function copyAttributes(
  files: Files,
  from: number,
  to: number,
): { readonly name: string; readonly errno: number } | undefined {
  const names = namesOf(files, from)
  if (typeof names === 'number') return { name: 'their list', errno: names }
  for (const name of names) {
    if (name === NOT_HANDED_ON) continue
    const value = readValue(files, from, name)
    if (value === -ENODATA) continue
    if (typeof value === 'number') return { name, errno: value }
    const there = readValue(files, to, name)
    // A label that the system gives every file is there, and setting it takes rights that few have.
    if (typeof there === 'object' && Buffer.compare(there, value) === 0) continue
    const text = cString(name)
    const at = value.length === 0 ? 0 : ptr(value)
    const answer = files.libc.call('fsetxattr', to, ptr(text), at, value.length, 0)
    if (answer < 0) return { name, errno: answer }
  }
  return undefined
}

function namesOf(files: Files, fd: number): string[] | number {
  const buffer = new Uint8Array(MOST_BYTES)
  const length = files.libc.call('flistxattr', fd, ptr(buffer), buffer.length)
  if (length === -EOPNOTSUPP) return []
  if (length < 0) return length
  const text = new TextDecoder().decode(buffer.subarray(0, length))
  return text.split('\0').filter((name) => name !== '')
}

function readValue(files: Files, fd: number, name: string): Uint8Array | number {
  const buffer = new Uint8Array(MOST_BYTES)
  const text = cString(name)
  const length = files.libc.call('fgetxattr', fd, ptr(text), ptr(buffer), buffer.length)
  return length < 0 ? length : buffer.slice(0, length)
}
