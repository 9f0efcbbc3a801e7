import { afterAll, beforeAll, expect, test } from 'bun:test'
import { Box } from './support/box.ts'

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const KEY = 'ghp_0123456789abcdef'
const env = { GITHUB_TOKEN: KEY, LC_EXTRA: KEY }

test('a token that stays outside does not come in under a name that a pattern passes, and that is told', () => {
  const done = box.run('env', [], { env })
  expect(done.code).toBe(0)
  expect(done.out).not.toContain(KEY)
  expect(done.err).toContain('LC_EXTRA is not passed: it has the value of GITHUB_TOKEN, which stays outside')
  expect(done.err).not.toContain(KEY)
  expect(box.outside('env', { env }).out).toContain(`LC_EXTRA=${KEY}`)
})

test.each([
  ['by its own name', ['--env', 'LC_EXTRA'], env],
  ['when the token is passed itself', ['--env', 'GITHUB_TOKEN'], env],
  ['when it has another value', [], { ...env, GITHUB_TOKEN: `${KEY}x` }],
])('it comes in %s, without a word', (_, options, outside) => {
  const done = box.run('env', options, { env: outside })
  expect(done.out).toContain(`LC_EXTRA=${KEY}\n`)
  expect(done.err).toBe('')
})
