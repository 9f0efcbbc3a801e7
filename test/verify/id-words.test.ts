import { expect, test } from 'bun:test'
import { PROBES } from '../../probes/index.ts'
import { idWords } from '../../src/verify/tries.ts'

test('all probes are named in words that any sandbox takes: firejail refuses one of more than 4,128 bytes', () => {
  const words = idWords(PROBES)
  expect(words.join(',').split(',')).toEqual(PROBES.map(({ id }) => id))
  for (const word of words) expect(word.length).toBeLessThan(4096)
  expect(words.length).toBeLessThan(12)
  expect(idWords([])).toEqual([])
})
