import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseSize } from '../../src/policy/size.ts'

describe('a size', () => {
  test.each([
    ['0', 0],
    ['0G', 0],
    ['512', 512],
    ['1K', 1024],
    ['512M', 536_870_912],
    ['2G', 2_147_483_648],
    ['1234567890', 1_234_567_890],
    ['1048576G', 2 ** 50],
  ])('%p is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each([
    '',
    'G',
    'K',
    '-1',
    '-1G',
    '-0',
    '+1',
    '1.5G',
    '0.5K',
    '1.5',
    '1g',
    '1T',
    '1KB',
    '1GG',
    '1 G',
    ' 1',
    '1\n',
  ])('%p is refused', refused)
  test.each(['0x10', '1e3', '1e+21', '007', 'NaN', 'Infinity', 'InfinityG', 'null', '٣', '1,5G', '1_000'])(
    '%p is refused, although some languages take it for a number',
    refused,
  )
  test.each(['1048577G', '9007199254740993', '99999999999999999999'])('%p is refused as too large', refused)

  test('is read as it was written, for any number and unit', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 20 }), fc.nat({ max: 3 }), (count, unit) => {
        expect(parseSize(`${count}${['', 'K', 'M', 'G'][unit]}`)).toBe(count * 1024 ** unit)
      }),
    )
  })

  test('is never half a byte, less than nothing or past what numbers hold, for any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.+-eKMG '), maxLength: 8 })
    fc.assert(
      fc.property(text, (one) => {
        const whole = /^(0|[1-9]\d*)[KMG]?$/.test(one)
        let bytes: number | undefined
        try {
          bytes = parseSize(one)
        } catch (error) {
          expect(error).toMatchObject({ id: 'policy.size' })
        }
        if (bytes !== undefined)
          expect([one, whole, Number.isSafeInteger(bytes) && bytes >= 0]).toEqual([one, true, true])
      }),
      { numRuns: 2000 },
    )
  })
})

function refused(text: string): void {
  expect(() => parseSize(text)).toThrow(
    expect.objectContaining({ id: 'policy.size', message: expect.stringContaining(JSON.stringify(text)) }),
  )
}
