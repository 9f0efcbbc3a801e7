import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Box } from './support/box.ts'

const CANARY = 'canary-2e80'
let box: Box
beforeAll(() => {
  box = new Box()
})
beforeEach(() => {
  rmSync(box.home, { recursive: true, force: true })
  mkdirSync(box.project, { recursive: true })
  box.plant('docs/file', CANARY)
  box.plant('docs/.netrc', CANARY)
})
afterAll(() => box.remove())

const DOCS = '~/docs/file'
const onHost = (path: string) => readFileSync(join(box.home, path), 'utf8')

describe('--env', () => {
  const how = { env: { GIVEN: CANARY, EMPTY: '' } }
  const show = 'echo "$' + '{GIVEN-unset},$' + '{EMPTY-unset},$' + '{MADE-unset}"'

  test.each([
    ['nothing', [], 'unset,unset,unset'],
    ['a name passes the value', ['--env', 'GIVEN'], `${CANARY},unset,unset`],
    ['a name with = in one word', ['--env=GIVEN'], `${CANARY},unset,unset`],
    ['an empty value is passed as such', ['--env', 'EMPTY'], 'unset,,unset'],
    ['a name that is not set stays unset', ['--env', 'MADE'], 'unset,unset,unset'],
    ['a value is set', ['--env', 'MADE=a b=c $HOME'], 'unset,unset,a b=c $HOME'],
    ['an empty value is set', ['--env', 'MADE='], 'unset,unset,'],
    ['several', ['--env', 'GIVEN', '--env', 'MADE=1'], `${CANARY},unset,1`],
    ['a value replaces the caller’s', ['--env', 'GIVEN=other'], 'other,unset,unset'],
  ])('%s', (_, options, shown) => {
    expect(box.run(show, options, how)).toEqual({ code: 0, out: `${shown}\n`, err: '' })
  })
})

// [what, options, script inside, its output, what stands in ~/docs/file afterwards]
const WRITE_DOCS = `echo changed > ${DOCS}; cat ${DOCS}`
test.each([
  ['without an option, a file of the home folder is not there', [], `cat ${DOCS}`, '', CANARY],
  ['--read shows it', ['--read', '~/docs'], `cat ${DOCS}`, CANARY, CANARY],
  ['--read does not let it be written', ['--read', '~/docs'], WRITE_DOCS, CANARY, CANARY],
  ['--read takes a path from the current folder', ['--read', '../../docs'], `cat ${DOCS}`, CANARY, CANARY],
  ['--read shows one file', ['--read', '~/docs/file'], 'ls -A ~/docs', 'file\n', CANARY],
  ['--write lets it be written', ['--write', '~/docs'], WRITE_DOCS, 'changed\n', 'changed\n'],
  ['--write works for one file', ['--write', '~/docs/file'], WRITE_DOCS, 'changed\n', 'changed\n'],
  ['--copy shows it', ['--copy', '~/docs/file'], `cat ${DOCS}`, CANARY, CANARY],
  ['--copy throws changes away', ['--copy', '~/docs/file'], WRITE_DOCS, 'changed\n', CANARY],
  [
    '--copy throws changes away inside --write',
    ['--write', '~/docs', '--copy', '~/docs/file'],
    WRITE_DOCS,
    'changed\n',
    CANARY,
  ],
  ['--hide closes a folder in --read', ['--read', '~', '--hide', '~/docs'], 'ls -A ~/docs', '', CANARY],
  ['--hide closes a file in --read', ['--read', '~', '--hide', DOCS], `cat ${DOCS} 2>/dev/null`, '', CANARY],
  ['--hide leaves what is beside it', ['--read', '~', '--hide', DOCS], 'cat ~/docs/.netrc', CANARY, CANARY],
  [
    '--hide closes what a pattern matches',
    ['--read', '~', '--hide', '~/docs/f?l*'],
    `cat ${DOCS} 2>/dev/null; cat ~/docs/.netrc`,
    CANARY,
    CANARY,
  ],
  [
    'the more specific path wins: --write below --read',
    ['--read', '~/docs', '--write', '~/docs/file'],
    `${WRITE_DOCS}; echo x 2>/dev/null > ~/docs/new || echo no`,
    'changed\nno\n',
    'changed\n',
  ],
])('%s', (_, options, script, out, after) => {
  expect(box.run(script, options).out).toBe(out)
  expect(onHost('docs/file')).toBe(after)
})

test('--env wins over what the profile sets', () => {
  expect(box.run('echo $JAIL').out).toBe('1\n')
  expect(box.run('echo $JAIL', ['--env', 'JAIL=2']).out).toBe('2\n')
})

describe('--hide in the project', () => {
  beforeEach(() => {
    for (const path of ['.env', 'keys/a.pem', 'keys/b.pem', 'keys/readme', 'private/deep/file'])
      box.plant(join(box.project, path), `${CANARY} ${path}`)
  })

  test.each([
    ['a file', './.env', '.env'],
    ['a file by its absolute path', '~/src/project/.env', '.env'],
    ['a folder', 'private', 'private/deep/file'],
    ['the first match of a pattern', 'keys/*.pem', 'keys/a.pem'],
    ['the second match of a pattern', 'keys/*.pem', 'keys/b.pem'],
  ])('%s cannot be read, written, removed or moved', (_, hidden, file) => {
    const script = [
      `cat ${file}`,
      `echo x > ${file}`,
      `rm -rf ${file}`,
      `mv ${file} moved`,
      'mv private m1',
      'cat m*',
    ].join('; ')
    const done = box.run(script, ['--hide', hidden.replace('~', box.home)])
    expect(done.out + done.err).not.toContain(`${CANARY} ${file}`)
    expect(box.read(file)).toBe(`${CANARY} ${file}`)
    expect(box.outside(`cat ${file}`).out).toBe(`${CANARY} ${file}`)
  })

  test('what the pattern does not match stays', () => {
    expect(box.run('cat keys/readme', ['--hide', 'keys/*.pem']).out).toBe(`${CANARY} keys/readme`)
  })

  test('what a more specific rule still shows stays visible, and that is said, with what to type', () => {
    box.plant('docs/open/f', CANARY)
    box.plant('docs/closed', CANARY)
    box.plant('.config/jail/config.yaml', 'read: [~/docs/open]\n')
    const script = 'cat ~/docs/open/f ~/docs/closed 2>/dev/null; true'
    const done = box.run(script, ['--hide', '~/docs'])
    expect(done.out).toBe(CANARY)
    expect(done.err).toContain(`leaves ${box.home}/docs/open visible`)
    const [, fix = ''] = /to hide it too: --hide (\S+)/.exec(done.err) ?? []
    expect(box.run(script, ['--hide', '~/docs', '--hide', fix])).toEqual({ code: 0, out: '', err: '' })
  })

  test('a rule that matches nothing is said on stderr, unless --quiet', () => {
    const done = box.run('true', ['--hide', 'nothing/*.key'])
    expect(done.err).toMatch(/^jail: --hide \S+\/nothing\/\*\.key has no effect: nothing matches it\.\n$/)
    expect(box.run('true', ['--hide', 'nothing/*.key', '--quiet']).err).toBe('')
  })
})

describe('what runs on the host later is read-only in the project', () => {
  const PROTECTED = ['.git/hooks/pre-commit', '.git/config', '.envrc', '.vscode/tasks.json', '.mcp.json']
  beforeEach(() => {
    for (const path of PROTECTED) box.plant(join(box.project, path), 'mine')
  })

  test.each(PROTECTED)('%s can be read, but not written, replaced or moved aside', (path) => {
    const [top] = path.split('/')
    const attacks = [
      `echo bad > ${path}`,
      `rm -rf ${path}`,
      `mv ${top} aside`,
      `rm -rf ${top}`,
      `echo bad > new && mv new ${path}`,
      `ln -f /etc/passwd ${path}`,
    ]
    for (const attack of attacks) {
      const done = box.run(`${attack} || exit 9`)
      expect(`${attack}: ${done.code} ${box.read(path)}`).toBe(`${attack}: 9 mine`)
    }
    expect(box.run(`cat ${path}`).out).toBe('mine')
  })

  test('a .git/hooks that was missing cannot be made by the command: an empty one is there', () => {
    rmSync(join(box.project, '.git/hooks'), { recursive: true })
    const attack = 'mkdir -p .git/hooks && echo bad > .git/hooks/pre-commit'
    for (const script of [attack, `rm -rf .git/hooks; ${attack}`, `mv .git aside; ${attack}`])
      expect(box.run(`${script} || exit 9`).code).toBe(9)
    expect(readdirSync(join(box.project, '.git/hooks'))).toEqual([])
    expect(box.outside(attack).code).toBe(0)
  })

  test('and the rest of .git is writable, since git works inside', () => {
    expect(box.run('mkdir -p .git/refs && echo x > .git/refs/y').code).toBe(0)
  })
})

test('--project names another folder than the current one', () => {
  const other = join(box.home, 'src/other')
  mkdirSync(other)
  expect(box.run(`echo x > ${other}/made`, ['--project', '../other']).code).toBe(0)
  expect(statSync(join(other, 'made')).size).toBe(2)
  expect(box.run('echo x > here 2>/dev/null', ['--project', other]).code).toBe(0)
  expect(box.outside('ls').out).toBe('')
})
