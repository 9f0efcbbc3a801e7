import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { linkSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Box, LONG } from './support/box.ts'

const CANARY = 'canary-71c3'
let box: Box
beforeAll(() => {
  box = new Box()
})
beforeEach(() => {
  rmSync(box.home, { recursive: true, force: true })
  mkdirSync(box.project, { recursive: true })
})
afterAll(() => box.remove())

const plant = (...names: readonly string[]) => {
  for (const name of names) box.plant(join(box.project, name), `${CANARY} ${name}\n`)
}
const shown = (names: readonly string[]) => names.map((name) => `${CANARY} ${name}\n`).join('')

describe('a pattern closes, and leaves what it does not match', () => {
  const FILES = [
    '.env',
    'a/.env',
    'a/b/.env',
    'a/b/env',
    'config/one/k.pem',
    'config/two/k.pem',
    'config/k.pem',
  ]
  // [options, what is still readable of FILES]
  test.each([
    [
      ['--hide', '**/.env'],
      ['a/b/env', 'config/one/k.pem', 'config/two/k.pem', 'config/k.pem'],
    ],
    [
      ['--hide', 'a/**/.env'],
      ['.env', 'a/b/env', 'config/one/k.pem', 'config/two/k.pem', 'config/k.pem'],
    ],
    [
      ['--hide', './config/*/k.pem'],
      ['.env', 'a/.env', 'a/b/.env', 'a/b/env', 'config/k.pem'],
    ],
    [
      ['--hide', '**/*.pem', '--hide', '**/b'],
      ['.env', 'a/.env'],
    ],
    [
      ['--hide', '**/.env', '--read', 'a/.env'],
      ['a/.env', 'a/b/env', 'config/one/k.pem', 'config/two/k.pem', 'config/k.pem'],
    ],
  ])('%j', (options, left) => {
    plant(...FILES)
    const script = `cat ${FILES.join(' ')} 2>/dev/null; true`
    expect(box.outside(script).out).toBe(shown(FILES))
    expect(box.run(script, options).out).toBe(shown(FILES.filter((name) => left.includes(name))))
    expect(box.outside(script).out).toBe(shown(FILES))
  })
})

// ai-jail#26, ai-jail#86
test('--hide .env* with --read .env.example leaves the sample readable', () => {
  plant('.env', '.env.local', '.env.example')
  const done = box.run('cat .env* 2>/dev/null', ['--hide', '.env*', '--read', '.env.example'])
  expect(done.out).toBe(shown(['.env.example']))
})

// ai-jail#95, and sandbox-runtime's patterns at the root
describe('a rule that matches nothing', () => {
  test('is said, and the command runs', () => {
    const done = box.run('echo ran', ['--hide', '**/*.pem'])
    expect(done).toMatchObject({ code: 0, out: 'ran\n' })
    expect(done.err).toContain('**/*.pem')
    expect(done.err).toContain('nothing matches it')
  })
  test.each([['/**/*.pem'], ['~/**/*.pem'], ['../../**/*.pem'], ['../../../**/*.pem']])(
    'is an error when it would be looked for in too wide a place: %s',
    (pattern) => {
      const done = box.run('echo ran', ['--hide', pattern])
      expect(done).toMatchObject({ code: 125, out: '' })
      expect(done.err).toContain('would have to be looked for in')
    },
  )
})

// sandbox-runtime#79
test('.. in a rule is resolved, and the project works', () => {
  box.plant('src/other/f', CANARY)
  plant('f')
  const options = ['--read', '~/src', '--write', '.', '--hide', `${box.project}/../other`]
  expect(box.run('cat ../other/f f', ['--read', '~/src', '--write', '.']).out).toContain(`${CANARY}${CANARY}`)
  expect(box.run('cat ../other/f f; echo x > made && cat made', options).out).toBe(`${shown(['f'])}x\n`)
  const text = box.jail(['run', '--dry-run', ...options, '--', 'true']).out
  // What `jail why` reads tells the rule as it was typed.
  const line = text.split('\n').filter((word) => word.startsWith('  --'))
  expect(line.join('\n')).toContain(join(box.home, 'src/other'))
  expect(line.join('\n')).not.toContain('/../other')
})

// sandbox-runtime#193
test('a file that is hidden in a folder that is read is closed, and the folder is not', () => {
  box.plant('docs/secret.txt', CANARY)
  box.plant('docs/open.txt', 'open')
  const script = 'ls ~/docs; cat ~/docs/open.txt ~/docs/secret.txt'
  expect(box.outside(script).out).toContain(CANARY)
  const done = box.run(script, ['--read', '~/docs', '--hide', '~/docs/secret.txt'])
  expect(done.out).toBe('open.txt\nsecret.txt\nopen')
})

describe('many hidden files', () => {
  const fill = (count: number) => {
    const first = box.plant(join(box.project, 'keys/f0.key'), CANARY)
    for (let at = 1; at < count; at++) linkSync(first, join(box.project, `keys/f${at}.key`))
  }
  test.each([[200], [600]])(
    '%i are closed, with 1024 descriptors',
    (count) => {
      fill(count)
      plant('keys/open')
      const script = 'cat keys/* 2>/dev/null; echo x 2>/dev/null > keys/f7.key; rm -f keys/f8.key; true'
      const words = ['sh', '-c', 'ulimit -n 1024; exec "$@"', 'sh', ...jailWords(script)]
      expect(box.command(words)).toMatchObject({ code: 0, out: shown(['keys/open']) })
      expect(box.read('keys/f7.key')).toBe(CANARY)
      expect(box.read('keys/f8.key')).toBe(CANARY)
    },
    LONG,
  )

  // claude-code#74081: thousands of them ended in "Argument list too long".
  test(
    'more than bubblewrap takes are an error that says which rule it is',
    () => {
      fill(5000)
      const done = box.run('echo ran', ['--hide', '**/*.key'])
      expect(done).toMatchObject({ code: 125, out: '' })
      expect(done.err).toContain('5000 of them come from one rule (--hide **/*.key)')
    },
    LONG,
  )
})

function jailWords(script: string): string[] {
  return [
    new URL('../../dist/jail', import.meta.url).pathname,
    'run',
    '--hide',
    '**/*.key',
    '--',
    'sh',
    '-c',
    script,
  ]
}
