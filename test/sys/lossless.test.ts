import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { losslessBytes, losslessText } from '../../src/sys/lossless.ts'

const RUNS = { numRuns: 1000 }

test.each([
  ['plain', [0x61, 0x62], 'ab'],
  ['UTF-8', [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80], 'é😀'],
  ['a byte of Latin-1', [0x61, 0xe9], 'a\udce9'],
  ['half a sequence, and a good one', [0xe2, 0x82, 0xc3, 0xa9], '\udce2\udc82é'],
  ['the slash in two bytes, which is no UTF-8', [0xc0, 0xaf], '\udcc0\udcaf'],
  ['a surrogate as bytes, which is no UTF-8', [0xed, 0xb3, 0xbf], '\udced\udcb3\udcbf'],
  ['the sign for lost bytes itself', [0xef, 0xbf, 0xbd], '\ufffd'],
  ['a byte order mark', [0xef, 0xbb, 0xbf], '\ufeff'],
])('%s: %p is %p', (_, bytes, text) => {
  expect(losslessText(Uint8Array.from(bytes))).toBe(text)
  expect([...losslessBytes(text)]).toEqual(bytes)
})

test('any bytes come back, and two texts are one only if their bytes are', () => {
  const bytes = fc.uint8Array({ maxLength: 12 })
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect([...losslessBytes(losslessText(one))]).toEqual([...one])
      expect(losslessText(one) === losslessText(other)).toBe(Buffer.compare(one, other) === 0)
    }),
    RUNS,
  )
})

test('text that is UTF-8 is the same as by any decoder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(losslessText(new TextEncoder().encode(text))).toBe(text)
    }),
    RUNS,
  )
})
