import { ptr } from 'bun:ffi'
import type { Files } from './files.ts'
import { SYSCALL_NUMBERS } from './numbers.ts'

/** What stat told of a path: kind, mode, owner, group, number of names, size; or the negative errno alone. */
export type Told = readonly [string, number, number, number, number, number] | number

/** One question of stat(2): a path, whether its last link was followed (1) or not (0), and what was told. */
export type Look = readonly [path: string, follow: 0 | 1, told: Told]

/** One row for each question of stat(2), in numbers of 32 bits. */
const ROW = 8
/** Offset of the path in the text behind the rows, and whether its last link is followed. */
const PATH = 0
const FOLLOW = 1
/** Type and permissions, or the errno with this bit. The types of inode(7) that have no name here are all one. */
const MODE = 2
const FAILED = 0x8000_0000
const UID = 3
const GID = 4
const LINKS = 5
const SIZE = 6

const FOLDER = 0o040000
const FILE = 0o100000
const LINK = 0o120000
const TYPES: Readonly<Record<string, number>> = { folder: FOLDER, file: FILE, link: LINK }
const TYPE_MASK = 0o170000
const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_BASIC_STATS = 0x7ff

/**
 * Questions of stat(2) and what was told, as the kernel takes and gives them, so that hundreds can be asked again in one
 * small loop.
 */
export function packLooks(looks: readonly Look[]): Uint8Array {
  const texts = looks.map(([path]) => new TextEncoder().encode(`${path}\0`))
  const rows = new Uint32Array(1 + looks.length * ROW)
  rows[0] = looks.length
  let at = rows.byteLength
  for (const [index, [, follow, told]] of looks.entries()) {
    rows.set([at, follow, ...numbersOf(told)], 1 + index * ROW)
    at += texts[index]?.length ?? 0
  }
  const packed = new Uint8Array(at)
  packed.set(new Uint8Array(rows.buffer))
  at = rows.byteLength
  for (const text of texts) {
    packed.set(text, at)
    at += text.length
  }
  return packed
}

function numbersOf(told: Look[2]): number[] {
  if (typeof told === 'number') return [(FAILED | -told) >>> 0]
  const [kind, mode, uid, gid, links, size] = told
  return [mode | (TYPES[kind] ?? 0), uid, gid, links, size % 2 ** 32, Math.floor(size / 2 ** 32)]
}

/** Whether stat(2) tells the same now. `packed` must begin at a multiple of four bytes. */
export function areSame(packed: Uint8Array, { libc }: Files): boolean {
  const rows = new Uint32Array(packed.buffer, packed.byteOffset, packed.byteLength >> 2)
  const texts = Number(ptr(packed))
  // struct statx (statx(2)): links at 16, owner 20, group 24, mode 28, size 40.
  const stat = new Uint32Array(64)
  const statAt = Number(ptr(stat))
  const { syscall } = libc.symbols
  const statx = SYSCALL_NUMBERS[process.arch === 'arm64' ? 'arm64' : 'x64'].statx
  const end = 1 + (rows[0] ?? 0) * ROW
  for (let row = 1; row < end; row += ROW) {
    const flags = rows[row + FOLLOW] === 1 ? 0 : AT_SYMLINK_NOFOLLOW
    const path = texts + (rows[row + PATH] ?? 0)
    const answer = Number(syscall(statx, AT_FDCWD, path, flags, STATX_BASIC_STATS, statAt))
    const told = rows[row + MODE] ?? 0
    if (answer !== 0 ? told !== (FAILED | libc.errno()) >>> 0 : !isTold(stat, rows, row)) return false
  }
  return true
}

/** Whether struct statx says what a row says. */
function isTold(stat: Uint32Array, rows: Uint32Array, row: number): boolean {
  const mode = (stat[7] ?? 0) & 0xffff
  const type = mode & TYPE_MASK
  const isNamed = type === FOLDER || type === FILE || type === LINK
  if ((isNamed ? mode : mode & ~TYPE_MASK) !== rows[row + MODE]) return false
  if (stat[5] !== rows[row + UID] || stat[6] !== rows[row + GID]) return false
  // Of a folder neither its size nor its number of names is told (Files.stat).
  if (type === FOLDER) return (stat[4] === 0) === (rows[row + LINKS] === 0)
  return stat[4] === rows[row + LINKS] && stat[10] === rows[row + SIZE] && stat[11] === rows[row + SIZE + 1]
}
