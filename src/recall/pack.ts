/**
 * The file that a start is kept in: a checksum of the rest, the length of the text, the text, and the questions of
 * stat(2) from the next multiple of four. After a loss of power a file may have its length and be empty (ext4(5),
 * delayed allocation), which must not be taken for a start without questions. Who could forge a sum could write the file.
 */
const SUM_BYTES = 8
const HEAD_BYTES = SUM_BYTES + 4

/** Text and questions as one file. */
export function pack(text: string, looks: Uint8Array): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  const at = looksAt(bytes.length)
  const file = new Uint8Array(at + looks.length)
  new DataView(file.buffer).setUint32(SUM_BYTES, bytes.length, true)
  file.set(bytes, HEAD_BYTES)
  file.set(looks, at)
  new DataView(file.buffer).setBigUint64(0, sum(file), true)
  return file
}

/** The two parts of a file; undefined when it is not whole. The questions share the memory of the file. */
export function unpack(file: Uint8Array): { readonly text: string; readonly looks: Uint8Array } | undefined {
  if (file.length < HEAD_BYTES) return undefined
  const head = new DataView(file.buffer, file.byteOffset)
  if (head.getBigUint64(0, true) !== sum(file)) return undefined
  const length = head.getUint32(SUM_BYTES, true)
  const text = new TextDecoder().decode(file.subarray(HEAD_BYTES, HEAD_BYTES + length))
  return { text, looks: file.subarray(looksAt(length)) }
}

function looksAt(length: number): number {
  return Math.ceil((HEAD_BYTES + length) / 4) * 4
}

function sum(file: Uint8Array): bigint {
  return Bun.hash.wyhash(file.subarray(SUM_BYTES))
}
