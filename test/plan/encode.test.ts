import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { encode, optionsOf } from '../../src/plan/encode.ts'
import { boxWords, type Op, opWords, type Word } from '../../src/plan/op.ts'
import { decideOn } from '../hosts/decide.ts'
import { bwrapOf, MACHINES, readMachine } from '../hosts/machine.ts'
import { smallMachine } from '../hosts/small.ts'

const NEW = optionsOf(bwrapOf(readMachine('debian-12')))
const SETUID = { ...NEW, setuid: true }
/** bwrap 0.4.1: neither --perms nor --size nor --disable-userns. */
const OLD = { has: (option: string) => !/^--(perms|size|disable-userns)$/.test(option), setuid: false }

const text = { kind: 'text', text: 'x' } as const
const FILTER = { kind: 'bytes', bytes: new Uint8Array([1]), what: 'filter' } as const
const shown = (words: readonly Word[]) =>
  words.map((word) => (typeof word === 'string' ? word : `<${word.kind}>`)).join(' ')

describe('an operation is written as', () => {
  const op = (rest: Record<string, unknown>) => ({ path: '/x', why: '', from: '', ...rest }) as unknown as Op
  test.each([
    [op({ kind: 'bind', access: 'ro', source: '/s' }), NEW, '--ro-bind /s /x'],
    [op({ kind: 'bind', access: 'rw', source: '/s' }), NEW, '--bind /s /x'],
    [op({ kind: 'symlink', to: '../y' }), NEW, '--symlink ../y /x'],
    [op({ kind: 'proc' }), NEW, '--proc /x'],
    [op({ kind: 'dev' }), NEW, '--dev /x'],
    [op({ kind: 'remount-ro' }), NEW, '--remount-ro /x'],
    [op({ kind: 'await', word: 'keep' }), NEW, ''],
    [op({ kind: 'tmpfs', mode: '0700', bytes: 9 }), NEW, '--perms 0700 --size 9 --tmpfs /x'],
    [op({ kind: 'tmpfs', mode: '0500', bytes: 0 }), NEW, '--perms 0500 --tmpfs /x'],
    [op({ kind: 'tmpfs', mode: '0700', bytes: 9 }), OLD, '--tmpfs /x'],
    [op({ kind: 'tmpfs', mode: '0700', bytes: 9 }), SETUID, '--perms 0700 --tmpfs /x'],
    [op({ kind: 'data', content: text, mode: '0644', onto: 'tmpfs' }), NEW, '--perms 0644 --file <text> /x'],
    [op({ kind: 'data', content: text, mode: '0644', onto: 'tmpfs' }), OLD, '--ro-bind-data <text> /x'],
    [op({ kind: 'data', content: text, mode: '0400', onto: 'over-ro' }), NEW, '--ro-bind-data <text> /x'],
    [op({ kind: 'data', content: text, mode: '0600', onto: 'over-rw' }), NEW, '--bind-data <text> /x'],
  ])('%j', (one, options, words) => {
    expect(shown(opWords(one, options))).toBe(words)
  })

  test('a file that is thrown away can be written with an old bwrap too', () => {
    const copy = op({ kind: 'data', content: text, mode: '0600', onto: 'tmpfs' })
    expect(shown(opWords(copy, OLD))).toBe('--bind-data <text> /x')
  })

  test('a file that is kept is no mount, with an old bwrap neither', () => {
    const kept = op({ kind: 'data', content: text, mode: '0600', onto: 'tmpfs', word: 'keep' })
    expect(shown(opWords(kept, NEW))).toBe('--perms 0600 --file <text> /x')
    expect(shown(opWords(kept, OLD))).toBe('--file <text> /x')
  })
})

describe('the box itself', () => {
  const words = (options = NEW, isolateNetwork = false, nested = false) =>
    shown(boxWords({ hostname: 'h', isolateNetwork, nested, chdir: '/c', seccomp: FILTER }, options))

  test.each([
    '--die-with-parent',
    '--unshare-user',
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    '--cap-drop ALL',
    '--seccomp <bytes>',
    '--hostname h',
    '--chdir /c',
  ])('has %s with every bwrap', (word) => {
    for (const options of [NEW, OLD, SETUID]) expect(words(options)).toContain(word)
  })
  test.each([
    ['--disable-userns', words(NEW), true],
    ['--disable-userns', words(NEW, false, true), false],
    ['--disable-userns', words(OLD), false],
    ['--disable-userns', words(SETUID), false],
    ['--unshare-net', words(NEW, true), true],
    ['--unshare-net', words(NEW, false), false],
    ['--unshare-all', words(NEW), false],
    ['--share-net', words(NEW), false],
    ['--new-session', words(NEW), false],
  ])('%s stands in %j: %p', (word, line, stands) => {
    expect(line.split(' ').includes(word)).toBe(stands)
  })
})

describe('the whole line', () => {
  const machine = readMachine('debian-12')
  const { plan, line } = decideOn({ machine, person: 'ana', profile: 'claude', args: ['-p', '--help'] })

  test('is the box, then each operation in its order, then the command', () => {
    const parts = [
      boxWords(
        { hostname: plan.hostname, isolateNetwork: false, nested: false, chdir: plan.chdir, seccomp: FILTER },
        NEW,
      ),
      ...plan.ops.map((op) => opWords(op, NEW)),
    ]
    expect(encode(plan, bwrapOf(machine), FILTER).words).toEqual(parts.flat())
    expect(line).toMatchObject({ file: '/usr/bin/bwrap', argv: plan.argv, env: plan.env })
  })
  test('shows no value of a variable: the environment travels apart', () => {
    const secrets = ['sk-ant-secret', 'ghp_secret', 'aws_secret', 'gemini_secret']
    const words = shown(line.words) + line.argv.join(' ')
    for (const secret of secrets) expect(words).not.toContain(secret)
    expect(words).not.toContain('--setenv')
    expect(line.env.get('ANTHROPIC_API_KEY')).toBe('sk-ant-secret')
  })
  test('has the command’s own words behind it, even those that look like options of bwrap', () => {
    expect(line.argv.slice(-2)).toEqual(['-p', '--help'])
    expect(line.words).not.toContain('--help')
  })
})

describe('for any flags', () => {
  const part = fc.constantFrom('..', '.', 'p', 'sub', 'eve', 'home', '', 'etc')
  const path = fc.array(part, { maxLength: 5 }).map((parts) => `/home/eve/p/${parts.join('/')}`)
  const flags = fc.record({
    hide: fc.array(path, { maxLength: 2 }),
    write: fc.array(path, { maxLength: 2 }),
  })
  const machine = smallMachine({
    entries: { '/home/eve/p/sub': 'folder 0755 1000 1000', '/home/eve/p/back': 'link ../..' },
  })

  test('a path with .. in it is never handed to bwrap, and none is relative', () => {
    fc.assert(
      fc.property(flags, (some) => {
        let ops: readonly Op[] = []
        try {
          ops = decideOn({ machine, person: 'eve', profile: 'base', command: '/bin/sh', flags: some }).plan
            .ops
        } catch (error) {
          // A path that is not there, or too wide, is refused: that is fine too.
          expect(error).toMatchObject({ name: 'JailError' })
        }
        for (const op of ops) {
          const paths = op.kind === 'bind' ? [op.path, op.source] : [op.path]
          for (const one of paths) expect(one).toMatch(/^\/([^/]+\/)*[^/]*$/)
          for (const one of paths) expect(one.split('/')).not.toContain('..')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('what is hidden by a flag is not opened by the profile at the same place', () => {
    for (const name of MACHINES) {
      const recorded = readMachine(name)
      const [person = ''] = Object.keys(recorded.people)
      const home = recorded.people[person]?.home ?? ''
      const ops = decideOn({ machine: recorded, person, profile: 'claude', flags: { hide: ['~/.claude'] } })
        .plan.ops
      expect(ops.some((op) => op.kind === 'bind' && op.source.startsWith(`${home}/.claude`))).toBe(false)
    }
  })
})
