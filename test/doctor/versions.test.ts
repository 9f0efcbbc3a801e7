import { expect, test } from 'bun:test'
import { isOlder } from '../../src/doctor/versions.ts'

test.each([
  ['0.8.0', '0.12.0', true],
  ['0.12.0', '0.12.0', false],
  ['0.12', '0.12.0', false],
  ['0.13.1', '0.12.0', false],
  ['1.0', '0.12.0', false],
  ['4.18.0-553.el8.x86_64', '4.18', false],
  ['4.4.0-19041-Microsoft', '4.18', true],
  ['unknown', '0.12.0', undefined],
  ['', '0.12.0', undefined],
])('is %s older than %s: %p', (version, than, answer) => {
  expect(isOlder(version, than)).toBe(answer as never)
})
