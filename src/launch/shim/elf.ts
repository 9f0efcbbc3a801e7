/** An architecture that there are shims for, as Node.js names it. */
export type Arch = 'x64' | 'arm64'

/** A static ELF file with one read-and-execute segment, which is `code` (elf(5)). */
export function elf(arch: Arch, code: Uint8Array): Uint8Array {
  const file = new Uint8Array(HEADERS + code.length)
  const view = new DataView(file.buffer)
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, 2, true)
  view.setUint16(18, MACHINE[arch], true)
  view.setUint32(20, 1, true)
  view.setBigUint64(24, BASE + BigInt(HEADERS), true)
  view.setBigUint64(32, 64n, true)
  view.setUint16(52, 64, true)
  view.setUint16(54, 56, true)
  view.setUint16(56, 1, true)
  view.setUint32(64, 1, true)
  view.setUint32(68, 5, true)
  view.setBigUint64(80, BASE, true)
  view.setBigUint64(88, BASE, true)
  view.setBigUint64(96, BigInt(file.length), true)
  view.setBigUint64(104, BigInt(file.length), true)
  view.setBigUint64(112, 0x1000n, true)
  file.set(code, HEADERS)
  return file
}

/** Replaces the one place in machine code that holds `placeholder`. */
export function patch(code: Uint8Array, placeholder: number, value: number): void {
  const wanted = new Uint8Array(4)
  new DataView(wanted.buffer).setUint32(0, placeholder, true)
  // The numbers stand at the end.
  const at = Buffer.from(code.buffer).lastIndexOf(wanted)
  if (at < 0) throw new Error(`the shim has no place for ${placeholder.toString(16)}`)
  new DataView(code.buffer).setUint32(at, value >>> 0, true)
}

const HEADERS = 64 + 56
const BASE = 0x400000n
const MACHINE = { x64: 62, arm64: 183 } as const
