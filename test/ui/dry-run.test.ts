import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Launch } from '../../src/plan/encode.ts'
import { NO_LIMITS } from '../../src/plan/limits.ts'
import type { Content, Word } from '../../src/plan/op.ts'
import { dryRunText } from '../../src/ui/dry-run.ts'
import { decideOn } from '../hosts/decide.ts'
import { readMachine } from '../hosts/machine.ts'
import { FakeBwrap } from './fake-bwrap.ts'

let bwrap: FakeBwrap
beforeAll(() => {
  bwrap = new FakeBwrap()
})
afterAll(() => bwrap.remove())

const line = (more: Partial<Launch> = {}): Launch => ({
  file: bwrap.file,
  words: ['--die-with-parent'],
  argv: ['/bin/true'],
  env: new Map(),
  scoped: false,
  mounts: [],
  limits: NO_LIMITS,
  ...more,
})
const hexOf = (word: Word): string => {
  if (typeof word === 'string') return word
  if (word.kind === 'text') return new TextEncoder().encode(word.text).toHex()
  return word.kind === 'bytes' ? word.bytes.toHex() : new Uint8Array(readFileSync(word.path)).toHex()
}

/** What bwrap is started with when the line is pasted, and what it should be: data in the place of their numbers. */
function pasted(launch: Launch, callers: Record<string, string> = {}) {
  const { words, data, env } = bwrap.paste(dryRunText(launch, [], callers), callers)
  const isData = (at: number): boolean => typeof (launch.words[at] ?? '') !== 'string'
  return {
    words: words.map((word, at) => (isData(at) ? (data.get(word)?.toHex() ?? `no data at ${word}`) : word)),
    expected: [...launch.words.map(hexOf), '--', ...launch.argv],
    env,
  }
}

/** Words that a shell would take apart. */
const WORDS = [
  '',
  ' ',
  'a b',
  "it's",
  '"',
  '$HOME',
  '`id`',
  '$(id)',
  'a\nb',
  '\n',
  '~',
  '*',
  '?',
  '#',
  '!',
  '\\',
  '&',
  '|',
  '>',
  'é',
  '--',
  '-x',
  "'",
  "''",
  '\t',
  'x=y',
]

describe('the text, pasted in bash, starts the same', () => {
  test.each(WORDS)('with the word %j for the command', (word) => {
    const { words, expected } = pasted(line({ argv: ['/bin/x', word, 'behind'] }))
    expect(words).toEqual(expected)
  })
  test.each(WORDS.filter((word) => word !== ''))('with a folder called %j', (name) => {
    const { words, expected } = pasted(
      line({ words: ['--bind', `/s/${name}`, `/d/${name}`, '--chdir', '/'] }),
    )
    expect(words).toEqual(expected)
  })
  test.each(['--there', '--a b', '--$(id)', '--x;y'])('with a link to %j, which is no option', (to) => {
    const { words, expected } = pasted(line({ words: ['--symlink', to, '/x'] }))
    expect(words).toEqual(expected)
  })
  test('with any words', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'aZ0 \'"$`\\\n\t*?~#!&|;<>(){}[]=é'),
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        const { words, expected } = pasted(line({ argv: ['/bin/x', ...argv] }))
        expect(words).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    [{ kind: 'text', text: '' }],
    [{ kind: 'text', text: 'root:x:0:\n' }],
    [{ kind: 'text', text: "it's\n\n$HOME `id` \\ %s %n\n\n" }],
    [{ kind: 'text', text: '-n no option of printf' }],
    [{ kind: 'bytes', bytes: new Uint8Array([0, 1, 10, 13, 39, 255, 0]), what: 'filter' }],
  ] as [Content][])('with the data %j', (content) => {
    const { words, expected } = pasted(line({ words: ['--perms', '0644', '--file', content, '/etc/x'] }))
    expect(words).toEqual(expected)
  })
  test('with many data, each at its own number', () => {
    const words = Array.from({ length: 30 }, (_, at): Word[] => [
      '--ro-bind-data',
      { kind: 'text', text: `text ${at}` },
      `/x${at}`,
    ])
    const done = pasted(line({ words: words.flat() }))
    expect(done.words).toEqual(done.expected)
  })
  test('with the content of a file of the host', () => {
    const path = join(bwrap.folder, "a file's name")
    writeFileSync(path, 'content\n')
    const { words, expected } = pasted(line({ words: ['--file', { kind: 'file', path }, '/x'] }))
    expect(words).toEqual(expected)
  })
  test('with the whole plan of an agent', () => {
    const decided = decideOn({
      machine: readMachine('debian-12'),
      person: 'ana',
      profile: 'claude',
      args: ['-p', "it's"],
    })
    // The recorded files are not on this machine.
    const words = decided.line.words.map(
      (word): Word =>
        typeof word !== 'string' && word.kind === 'file' ? { kind: 'text', text: word.path } : word,
    )
    const done = pasted(line({ words, argv: decided.plan.argv }))
    expect(done.words).toEqual(done.expected)
    expect(done.words.length).toBeGreaterThan(200)
  })
})

describe('a variable', () => {
  const callers = { TOKEN: 'sk-secret', ODD: ' $a "b"\n', SAME: '1', USER: 'eve' }
  test.each([
    ['of the caller is named, not shown', 'TOKEN', 'sk-secret', 'TOKEN="$TOKEN"'],
    ['of the caller with any value', 'ODD', ' $a "b"\n', 'ODD="$ODD"'],
    ['that a profile sets is shown', 'JAIL', '1', 'JAIL=1'],
    ['that a profile sets to something else is shown', 'USER', 'a b', "USER='a b'"],
    ['that is empty is shown so', 'EMPTY', '', "EMPTY=''"],
  ])('%s', (_, name, value, text) => {
    const launch = line({ env: new Map([[name, value]]) })
    expect(dryRunText(launch, [], callers)).toContain(`  ${text} \\\n`)
    expect(pasted(launch, callers).env).toContain(`${name}=${value}`)
  })
  test('of the caller that the box does not get is not there', () => {
    const { env } = pasted(line({ env: new Map([['JAIL', '1']]) }), callers)
    expect(env.filter((entry) => /^(TOKEN|ODD|SAME|USER)=/.test(entry))).toEqual([])
  })
  test.each(['A.B', 'A-B', 'A B', 'A;B'])('of the caller with the strange name %j breaks nothing', (name) => {
    const { words, expected, env } = pasted(line({ env: new Map([[name, 'value']]) }), {
      ...callers,
      [name]: 'value',
    })
    expect(words).toEqual(expected)
    expect(env.filter((entry) => entry.startsWith(`${name}=`) && entry !== `${name}=value`)).toEqual([])
    expect(env).not.toContain('TOKEN=sk-secret')
  })
  test('of the caller is never shown in the plan of an agent', () => {
    const machine = readMachine('debian-12')
    for (const profile of ['claude', 'codex', 'gemini', 'opencode']) {
      const { line: real, facts, plan } = decideOn({ machine, person: 'ana', profile })
      const text = dryRunText(real, plan.create, facts.caller.env)
      for (const [name, value] of Object.entries(facts.caller.env))
        if (/secret/.test(value)) expect(`${name} ${text.includes(value)}`).toBe(`${name} false`)
    }
  })
})

describe('the text', () => {
  test('makes the folders for state first, for their owner only', () => {
    const path = join(bwrap.folder, "state's/of it")
    bwrap.paste(dryRunText(line(), [{ path, why: 'state' }], {}), {})
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })
  test('starts nothing when such a folder cannot be made', () => {
    const text = dryRunText(line(), [{ path: join(bwrap.file, 'x'), why: 'state' }], {})
    expect(() => bwrap.paste(text, {})).toThrow('Not a directory')
    expect(existsSync(join(bwrap.file, 'x'))).toBe(false)
  })
  test.each(['\x1b[2J', '\x07', '\r', '\x9b', '\x7f'])(
    'does not steer the terminal by a name with %j, and means the same',
    (bytes) => {
      const launch = line({ argv: ['/bin/x', `a${bytes}b`] })
      expect(dryRunText(launch, [], {})).not.toContain(bytes)
      expect(pasted(launch).words).toEqual(['--die-with-parent', '--', '/bin/x', `a${bytes}b`])
    },
  )
  test('has one option a line, so that it can be read and compared', () => {
    const text = dryRunText(
      line({ words: ['--unshare-pid', '--bind', '/a', '/b', '--hostname', 'jail'] }),
      [],
      {},
    )
    expect(text.split(' \\\n  ').slice(2)).toEqual([
      '--unshare-pid',
      '--bind /a /b',
      '--hostname jail',
      '--',
      '/bin/true',
    ])
  })
})
