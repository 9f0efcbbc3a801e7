/**
 * The little of D-Bus that a call of systemd takes (dbus.freedesktop.org/doc/dbus-specification.html, "Marshaling"): every
 * value is aligned to its own size from the start of the message, little-endian here.
 */
export class Writer {
  readonly #bytes: number[] = []

  align(size: number): this {
    while (this.#bytes.length % size !== 0) this.#bytes.push(0)
    return this
  }

  byte(value: number): this {
    this.#bytes.push(value)
    return this
  }

  u32(value: number): this {
    return this.align(4).#integer(BigInt(value), 4)
  }

  u64(value: bigint): this {
    return this.align(8).#integer(value, 8)
  }

  /** A string or an object path: length, text, NUL. */
  string(text: string): this {
    const bytes = new TextEncoder().encode(text)
    this.u32(bytes.length).#bytes.push(...bytes, 0)
    return this
  }

  /** A signature: its length is one byte. */
  signature(text: string): this {
    const bytes = new TextEncoder().encode(text)
    this.#bytes.push(bytes.length, ...bytes, 0)
    return this
  }

  /** An array: its length in bytes, without what aligns the first element. */
  array(elementSize: number, write: (to: this) => void): this {
    this.u32(0)
    const at = this.#bytes.length
    this.align(elementSize)
    const start = this.#bytes.length
    write(this)
    const length = this.#bytes.length - start
    for (let index = 0; index < 4; index++) this.#bytes[at - 4 + index] = (length >> (8 * index)) & 0xff
    return this
  }

  raw(bytes: Uint8Array): this {
    this.#bytes.push(...bytes)
    return this
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  #integer(value: bigint, size: number): this {
    for (let index = 0; index < size; index++) this.#bytes.push(Number((value >> BigInt(8 * index)) & 0xffn))
    return this
  }
}

const LITTLE_ENDIAN = 0x6c
const VERSION = 1
const METHOD_CALL = 1
const METHOD_RETURN = 2
const ERROR = 3
/** Header fields. */
const [PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, , SIGNATURE] = [1, 2, 3, 4, 5, 6, 7, 8]

export type Call = {
  readonly serial: number
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly destination: string
  readonly signature: string
  readonly body: Uint8Array
}

/** A method call as bytes. */
export function callBytes(call: Call): Uint8Array {
  const field = (to: Writer, code: number, type: 's' | 'o', text: string): void => {
    to.align(8).byte(code).signature(type).string(text)
  }
  return new Writer()
    .byte(LITTLE_ENDIAN)
    .byte(METHOD_CALL)
    .byte(0)
    .byte(VERSION)
    .u32(call.body.length)
    .u32(call.serial)
    .array(8, (to) => {
      field(to, PATH, 'o', call.path)
      field(to, INTERFACE, 's', call.interface)
      field(to, MEMBER, 's', call.member)
      field(to, DESTINATION, 's', call.destination)
      to.align(8).byte(SIGNATURE).signature('g').signature(call.signature)
    })
    .align(8)
    .raw(call.body)
    .bytes()
}

/** What came of a call: `more` bytes are needed, it was done, or the name of an error with its text. */
export type Reply =
  | { readonly kind: 'more' }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly name: string; readonly text: string }
  | { readonly kind: 'unknown' }

/** Longest message that is read, in bytes: an answer of systemd has some hundred. */
const MAX_MESSAGE = 65_536
const FIXED_HEADER = 16

/** The answer to the call of this serial in what came so far; other messages, such as signals, are passed over. */
export function findReply(bytes: Uint8Array, serial: number): Reply {
  for (let at = 0; ; ) {
    const message = messageIn(bytes.subarray(at))
    if ('kind' in message) return message
    if (message.fields.get(REPLY_SERIAL) === serial) return replyOf(message)
    at += message.end
  }
}

type Message = {
  readonly view: DataView
  readonly fields: ReadonlyMap<number, string | number>
  readonly bodyAt: number
  readonly end: number
}

function messageIn(bytes: Uint8Array): Message | Reply {
  if (bytes.length < FIXED_HEADER) return { kind: 'more' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint8(0) !== LITTLE_ENDIAN) return { kind: 'unknown' }
  const headerEnd = FIXED_HEADER + view.getUint32(12, true)
  const bodyAt = Math.ceil(headerEnd / 8) * 8
  const end = bodyAt + view.getUint32(4, true)
  if (end > MAX_MESSAGE) return { kind: 'unknown' }
  if (bytes.length < end) return { kind: 'more' }
  return { view, fields: headerFields(view, headerEnd), bodyAt, end }
}

function replyOf({ view, fields, bodyAt, end }: Message): Reply {
  const type = view.getUint8(1)
  if (type === METHOD_RETURN) return { kind: 'done' }
  if (type !== ERROR) return { kind: 'unknown' }
  const hasText = String(fields.get(SIGNATURE) ?? '').startsWith('s')
  const text = hasText ? textAt(view, bodyAt, end) : ''
  return { kind: 'error', name: String(fields.get(ERROR_NAME) ?? ''), text }
}

/** Header fields by their code: each a byte, the signature of one type, and a value of it. */
function headerFields(view: DataView, end: number): Map<number, string | number> {
  const found = new Map<number, string | number>()
  for (let at = FIXED_HEADER; at + 4 < end; ) {
    at = Math.ceil(at / 8) * 8
    const code = view.getUint8(at)
    const type = String.fromCharCode(view.getUint8(at + 2))
    const value = Math.ceil((at + 4) / 4) * 4
    if (type === 'g') {
      const length = view.getUint8(at + 4)
      found.set(code, decode(view, at + 5, Math.min(at + 5 + length, end)))
      at += 6 + length
    } else if (type === 'u') {
      found.set(code, view.getUint32(value, true))
      at = value + 4
    } else if (type === 's' || type === 'o') {
      found.set(code, textAt(view, value, end))
      at = value + 5 + view.getUint32(value, true)
    } else return found
  }
  return found
}

function textAt(view: DataView, at: number, end: number): string {
  return at + 4 > end ? '' : decode(view, at + 4, Math.min(at + 4 + view.getUint32(at, true), end))
}

function decode(view: DataView, start: number, end: number): string {
  return new TextDecoder().decode(
    new Uint8Array(view.buffer, view.byteOffset + start, Math.max(0, end - start)),
  )
}
