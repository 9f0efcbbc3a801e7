import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, JAIL, LONG } from './support/box.ts'
import { Terminal } from './support/terminal.ts'

let box: Box
beforeEach(() => {
  box = new Box()
  box.plant('docs/plan.txt', 'the plan\n')
  box.plant('src/project/.env', 'KEY=1\n')
})
afterEach(() => box.remove())

const WIDENS = 'hide: [./.env]\nread: [~/docs]\n'
const READS_DOCS = 'cat ~/docs/plan.txt'
const plantFile = (text: string) => box.plant('src/project/.jail.yaml', text)
const store = () => join(box.home, '.local/state/jail/allowed')

/** Refused before anything started, with the sentence, the place and what to type. */
function expectRefused(done: Done, ...words: string[]): void {
  expect(done.code).toBe(125)
  for (const word of ['You have not allowed', ...words]) expect(done.err).toContain(word)
  expect(done.out).toBe('')
}

describe("a project's file that only tightens", () => {
  test('counts without a question', () => {
    expect(box.run('cat .env').out).toBe('KEY=1\n')
    plantFile('hide: [./.env]\nread: [./src]\nnetwork: none\nlimits: {tmp: 1M}\n')
    expect(box.run('cat .env; echo here')).toMatchObject({ code: 0, out: 'here\n' })
    expect(existsSync(store())).toBe(false)
  })

  test('leaves nothing to allow, and jail allow says so', () => {
    plantFile('hide: [./.env]\n')
    const done = box.jail(['allow'])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain('nothing to allow')
    expect(done.out).toContain('hide ./.env')
    rmSync(join(box.project, '.jail.yaml'))
    expect(box.jail(['allow']).out).toContain('has no .jail.yaml')
  })
})

describe("a project's file that opens something", () => {
  test('is refused without a terminal, and nothing is started', () => {
    plantFile(WIDENS)
    const marker = join(box.project, 'started')
    const done = box.run('touch started')
    expectRefused(done, '.jail.yaml:2:8: read ~/docs: read-only; without this file: hidden', 'jail allow')
    expect(existsSync(marker)).toBe(false)
    expectRefused(box.jail(['allow']), 'jail allow --yes')
    expectRefused(box.run('touch started', ['--dry-run']))
  })

  test('counts once it is allowed, until a byte of it changes', () => {
    plantFile(WIDENS)
    const allowed = box.jail(['allow', '--yes'])
    expect(allowed).toMatchObject({ code: 0, err: '' })
    expect(allowed.out).toContain('read ~/docs')
    expect(box.run(READS_DOCS)).toMatchObject({ code: 0, out: 'the plan\n' })
    expect(box.jail(['allow']).out).toContain('is allowed already')
    plantFile(`${WIDENS}\n`)
    expectRefused(box.run(READS_DOCS), 'it has changed since you allowed it on 20')
    plantFile(WIDENS)
    expect(box.run(READS_DOCS).code).toBe(0)
  })

  test('is kept in files that only the person can read', () => {
    plantFile(WIDENS)
    box.jail(['allow', '--yes'])
    const [name = ''] = readdirSync(store())
    const modes = [store(), join(store(), name)].map((path) => statSync(path).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600])
    expect(readdirSync(store())).toHaveLength(1)
  })

  test('is asked about again for a copy of the project', () => {
    plantFile(WIDENS)
    box.jail(['allow', '--yes'])
    const copy = join(box.home, 'src/copy')
    cpSync(box.project, copy, { recursive: true })
    expectRefused(box.run(READS_DOCS, [], { cwd: copy }))
    expectRefused(box.run(READS_DOCS, ['--project', copy]), `jail allow --project ${copy}`)
    expect(box.run(READS_DOCS).code).toBe(0)
  })

  test('is listed, and can be taken back', () => {
    plantFile(WIDENS)
    box.jail(['allow', '--yes'])
    expect(box.jail(['allow', '--list']).out).toContain(box.project)
    expect(box.jail(['allow', '--remove']).code).toBe(0)
    expect(box.jail(['allow', '--list']).out).toBe('Nothing is allowed.\n')
    expectRefused(box.run(READS_DOCS))
  })

  test('is asked about again where a profile makes more of it', () => {
    box.plant('src/project/keys/a', 'a\n')
    box.plant('.config/jail/profiles/strict.yaml', 'extends: [base]\ndescription: x\nhide: [./keys]\n')
    plantFile('read: [~/docs, ./keys/a]\n')
    box.jail(['allow', '--yes'])
    expect(box.run('cat keys/a').out).toBe('a\n')
    const strict = ['--profile', 'strict']
    expectRefused(
      box.run('cat keys/a', strict),
      'it opens more here than when you allowed it',
      '--profile strict',
    )
    expect(box.jail(['allow', ...strict, '--yes']).code).toBe(0)
    expect(box.run('cat keys/a', strict)).toMatchObject({ code: 0, out: 'a\n' })
    expect(box.run('cat keys/a').code).toBe(0)
  })

  test('stops the start when the record of it is broken or can be written by others', () => {
    plantFile(WIDENS)
    box.jail(['allow', '--yes'])
    const [name = ''] = readdirSync(store())
    const text = readFileSync(join(store(), name), 'utf8')
    box.plant(join(store(), name), text.slice(0, 40))
    expect(box.run('true')).toMatchObject({ code: 125, err: expect.stringContaining('is not a record') })
    box.plant(join(store(), name), text)
    expect(box.run('true').code).toBe(0)
    box.command(['chmod', 'o+w', join(store(), name)])
    expect(box.run('true')).toMatchObject({ code: 125, err: expect.stringContaining('written by others') })
  })
})

describe('in a terminal', () => {
  const started = (quiet: readonly string[] = []) =>
    new Terminal(box, [JAIL, 'run', ...quiet, '--', 'sh', '-c', READS_DOCS])

  test.each([
    ['y', /the plan/],
    ['yes', /the plan/],
    ['', /You have not allowed/],
    ['n', /You have not allowed/],
    ['yy', /You have not allowed/],
  ])(
    'the answer %j counts',
    async (answer, shown) => {
      plantFile(WIDENS)
      const terminal = started()
      try {
        expect(await terminal.shows(/\[y\/N\]/)).toContain('read ~/docs: read-only')
        terminal.type(answer)
        await terminal.shows(shown)
      } finally {
        terminal.remove()
      }
      expect(existsSync(store())).toBe(answer.startsWith('y') && answer !== 'yy')
    },
    LONG,
  )

  test(
    'Ctrl-C is no answer, and nothing is started',
    async () => {
      plantFile(WIDENS)
      const terminal = started()
      try {
        await terminal.shows(/\[y\/N\]/)
        terminal.press('C-c')
        await terminal.ends()
        expect(terminal.text()).not.toContain('the plan')
      } finally {
        terminal.remove()
      }
      expect(existsSync(store())).toBe(false)
    },
    LONG,
  )

  test(
    'jail allow asks as well, on the terminal and not in a file',
    async () => {
      plantFile(WIDENS)
      const terminal = new Terminal(box, ['sh', '-c', `${JAIL} allow > out; echo "gave $?"`])
      try {
        expect(await terminal.shows(/\[y\/N\]/)).toContain('read ~/docs: read-only')
        terminal.type('y')
        await terminal.shows(/gave 0/)
      } finally {
        terminal.remove()
      }
      expect(box.read('out')).toContain('Allowed for')
      expect(box.run(READS_DOCS).out).toBe('the plan\n')
    },
    LONG,
  )

  test(
    '--quiet asks nothing and refuses',
    async () => {
      plantFile(WIDENS)
      const terminal = started(['--quiet'])
      try {
        expect(await terminal.shows(/You have not allowed/)).not.toContain('[y/N]')
      } finally {
        terminal.remove()
      }
    },
    LONG,
  )
})

describe('a link in the project', () => {
  test('opens nothing for its file, whether that was allowed or not', () => {
    box.plant('secret/key', 'the key\n')
    plantFile('read: [./vendor, ~/docs]\n')
    mkdirSync(join(box.project, 'vendor'))
    box.jail(['allow', '--yes'])
    rmSync(join(box.project, 'vendor'), { recursive: true })
    symlinkSync('../../secret', join(box.project, 'vendor'))
    const done = box.run('cat vendor/key')
    expect(done.out).toBe('')
    expect(done.err).toContain('vendor is a link')
    expect(done.err).toContain(`--read ${join(box.home, 'secret')}`)
    expect(box.run('cat vendor/key', ['--read', join(box.home, 'secret')]).out).toBe('the key\n')
  })
})
