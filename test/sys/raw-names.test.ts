import { describe, expect, test } from 'bun:test'
import { bytesOfPath, isRaw, rawName, shownPath } from '../../src/sys/raw-names.ts'

const raw = (...bytes: number[]): string => {
  const array = Uint8Array.from(bytes)
  return rawName(new TextDecoder().decode(array), array)
}

describe('a name in bytes', () => {
  test.each<readonly [string, readonly number[], boolean, string]>([
    ['plain', [0x61], false, 'a'],
    ['of two bytes', [0xc3, 0xbc], false, 'ü'],
    ['of four', [0xf0, 0x9f, 0xa6, 0x8a], false, '🦊'],
    ['no UTF-8', [0x62, 0xff], true, 'b\\xff'],
    ['cut in a letter', [0xc3], true, '\\xc3'],
    ['a surrogate in bytes', [0xed, 0xb0, 0x80], true, '\\xed\\xb0\\x80'],
    ['the sign for a lost byte', [0xef, 0xbf, 0xbd], true, '\\xef\\xbf\\xbd'],
    ['with what steers a terminal', [0x1b, 0xff], true, '\\x1b\\xff'],
  ])('%s is the same again, and is shown', (_, bytes, isOdd, shown) => {
    const name = raw(...bytes)
    expect([...bytesOfPath(name)]).toEqual([...bytes])
    expect(isRaw(name)).toBe(isOdd)
    expect(shownPath(name)).toBe(shown)
  })

  test('is one of the names of a path', () => {
    const path = `/home/ü/${raw(0xff, 0x2e)}/${raw(0x61)}`
    expect(Buffer.from(bytesOfPath(path)).toString('latin1')).toBe('/home/\xc3\xbc/\xff./a')
    expect(shownPath(path)).toBe('/home/ü/\\xff./a')
    expect(isRaw(path)).toBe(true)
  })

  test('goes through JSON', () => {
    const path = `/p/${raw(0xff)}`
    expect(JSON.parse(JSON.stringify(path))).toBe(path)
  })
})
