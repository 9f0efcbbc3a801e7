import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { callBytes, findReply, Writer } from '../../src/launch/dbus.ts'
import { scopeCall } from '../../src/launch/scope-call.ts'

const METHOD_RETURN = 2
const ERROR = 3
const SIGNAL = 4

type Message = {
  readonly type: number
  readonly serial?: number
  readonly error?: string
  readonly text?: string
  readonly sender?: string
}

/** A message as systemd sends it: header fields in no certain order, a body of one string or none. */
function message({ type, serial, error, text, sender }: Message): Uint8Array {
  const body = text === undefined ? new Uint8Array() : new Writer().string(text).bytes()
  return new Writer()
    .byte(0x6c)
    .byte(type)
    .byte(1)
    .byte(1)
    .u32(body.length)
    .u32(7)
    .array(8, (to) => {
      if (sender !== undefined) to.align(8).byte(7).signature('s').string(sender)
      if (error !== undefined) to.align(8).byte(4).signature('s').string(error)
      if (text !== undefined) to.align(8).byte(8).signature('g').signature('s')
      if (serial !== undefined) to.align(8).byte(5).signature('u').u32(serial)
    })
    .align(8)
    .raw(body)
    .bytes()
}

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const DONE = message({ type: METHOD_RETURN, serial: 1, text: '/org/freedesktop/systemd1/job/42' })
const REFUSED = message({
  type: ERROR,
  serial: 1,
  error: 'org.freedesktop.systemd1.UnitExists',
  text: 'Unit jail-1.scope was already loaded.',
})

describe('the answer to a call', () => {
  test.each([
    ['it was done', DONE, { kind: 'done' }],
    [
      'behind a signal and the answer to another call',
      join(message({ type: SIGNAL, sender: 'x' }), message({ type: METHOD_RETURN, serial: 9 }), DONE),
      { kind: 'done' },
    ],
    [
      'an error with its text',
      REFUSED,
      {
        kind: 'error',
        name: 'org.freedesktop.systemd1.UnitExists',
        text: 'Unit jail-1.scope was already loaded.',
      },
    ],
    [
      'an error without one',
      message({ type: ERROR, serial: 1, error: 'a.b.C', sender: 'org.freedesktop.systemd1' }),
      { kind: 'error', name: 'a.b.C', text: '' },
    ],
    ['nothing yet', new Uint8Array(), { kind: 'more' }],
    ['the answer to another call alone', message({ type: METHOD_RETURN, serial: 2 }), { kind: 'more' }],
    ['a signal that has our number', message({ type: SIGNAL, serial: 1 }), { kind: 'unknown' }],
    ['big-endian bytes', Uint8Array.from(DONE, (byte, at) => (at === 0 ? 0x42 : byte)), { kind: 'unknown' }],
    [
      'a length that nobody sends',
      Uint8Array.from(DONE, (byte, at) => (at === 7 ? 0x7f : byte)),
      { kind: 'unknown' },
    ],
    [
      'text of another protocol',
      new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n'),
      { kind: 'unknown' },
    ],
  ] as const)('%s', (_, bytes, reply) => {
    expect(findReply(bytes, 1)).toEqual(reply)
  })

  test('that is cut off anywhere needs more', () => {
    for (const whole of [DONE, REFUSED])
      for (let length = 0; length < whole.length; length++)
        expect(findReply(whole.subarray(0, length), 1)).toEqual({ kind: 'more' })
  })

  test('is some answer for any bytes, and never a crash or an endless loop', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: DONE.length - 1 }), (bytes, at) => {
        const broken = Uint8Array.from(DONE)
        broken.set(bytes.subarray(0, broken.length - at), at)
        for (const one of [bytes, broken, join(Uint8Array.of(0x6c), bytes)])
          expect(['more', 'done', 'error', 'unknown']).toContain(findReply(one, 1).kind)
      }),
    )
  })
})

test('a call is what dbus-send makes of the same words', () => {
  // What dbus-send 1.14 wrote: dbus-send --peer=unix:path=… --print-reply --dest=a.b /p a.b.C.Do string:x
  const body = new Writer().string('x').bytes()
  const call = {
    serial: 1,
    path: '/p',
    interface: 'a.b.C',
    member: 'Do',
    destination: 'a.b',
    signature: 's',
    body,
  }
  expect(Buffer.from(callBytes(call)).toString('hex')).toBe(
    [
      '6c010001 06000000 01000000 47000000',
      '01016f00 02000000 2f700000 00000000',
      '02017300 05000000 612e622e 43000000',
      '03017300 02000000 446f0000 00000000',
      '06017300 03000000 612e6200 00000000',
      '08016700 01730000 01000000 7800',
    ]
      .join('')
      .replaceAll(' ', ''),
  )
})

test('a scope is asked for with its process, its limits as 64-bit numbers, and no more', () => {
  const properties = [{ name: 'MemoryMax', file: 'memory.max', value: 2 ** 40 }]
  const hex = scopeCall('jail-1-2-x.scope', 4711, properties).toHex()
  const text = Buffer.from(hex, 'hex').toString('latin1')
  for (const word of ['StartTransientUnit', 'jail-1-2-x.scope', 'fail', 'PIDs', 'Delegate', 'MemoryMax'])
    expect(text).toContain(word)
  // A list of one number of 32 bits, which is 4711, and a number of 64 bits, which is 2 ** 40; what aligns them between.
  expect(hex).toMatch(/02617500(00)*0400000067120000/)
  expect(hex).toMatch(/017400(00)*0000000000010000/)
  expect(text).not.toContain('TasksMax')
})
