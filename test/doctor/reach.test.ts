import { describe, expect, test } from 'bun:test'
import { groupsOf, leastLine, reachOf, type Try } from '../../src/commands/doctor-reach.ts'
import type { Reach } from '../../src/host/live.ts'
import type { Launch } from '../../src/plan/encode.ts'
import { NO_LIMITS } from '../../src/plan/limits.ts'
import type { Word } from '../../src/plan/op.ts'

const FILTER: Word = { kind: 'bytes', bytes: new Uint8Array(), what: 'filter' }
const BOX: readonly Word[] = [
  ...['--die-with-parent', '--unshare-user', '--unshare-pid', '--hostname', 'jail'],
  ...['--cap-drop', 'ALL', '--seccomp', FILTER, '--chdir', '/p'],
]
const OPS: readonly Word[] = [
  ...['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin'],
  ...['--perms', '1777', '--size', '4096', '--tmpfs', '/tmp', '--bind', '/p', '/p'],
  ...['--proc', '/proc', '--dev', '/dev', '--perms', '0644', '--file', FILTER, '/etc/passwd'],
  ...['--remount-ro', '/'],
]
const LINE: Launch = {
  file: '/usr/bin/bwrap',
  words: [...BOX, ...OPS],
  argv: ['/bin/true'],
  env: new Map(),
  scoped: false,
  mounts: [],
  limits: NO_LIMITS,
}

/** A bwrap that refuses a line with this word in it, and whose command is found only where /usr is. */
function refuses(word: string, seen: string[][] = []): Try {
  return ({ words }) => {
    const texts = words.map((one) => (typeof one === 'string' ? one : 'FD'))
    seen.push(texts)
    if (texts.includes(word)) return Promise.resolve({ kind: 'setup-failed', text: `bwrap: no ${word}\n` })
    if (texts.includes('/usr') || texts.includes('/')) return Promise.resolve({ kind: 'ran', code: 0 })
    return Promise.resolve({ kind: 'setup-failed', text: 'bwrap: execvp /proc/self/fd/9: No such file\n' })
  }
}

const ROWS: readonly (readonly [string, Reach])[] = [
  ['--unshare-user', { kind: 'nothing' }],
  ['--die-with-parent', { kind: 'option', option: '--die-with-parent' }],
  ['--unshare-pid', { kind: 'option', option: '--unshare-pid' }],
  ['--hostname', { kind: 'option', option: '--hostname jail' }],
  ['--seccomp', { kind: 'option', option: '--seccomp FD' }],
  ['--chdir', { kind: 'option', option: '--chdir /p' }],
  ['/usr', { kind: 'option', option: '--ro-bind /usr /usr' }],
  ['--symlink', { kind: 'option', option: '--symlink usr/bin /bin' }],
  ['--size', { kind: 'option', option: '--perms 1777 --size 4096 --tmpfs /tmp' }],
  ['--proc', { kind: 'option', option: '--proc /proc' }],
  ['--dev', { kind: 'option', option: '--dev /dev' }],
  ['/etc/passwd', { kind: 'option', option: '--perms 0644 --file FD /etc/passwd' }],
  ['--remount-ro', { kind: 'option', option: '--remount-ro /' }],
  ['nothing', { kind: 'command' }],
]

describe('a bwrap that fails', () => {
  test.each(ROWS)('with %s is found out', async (word, reach) => {
    const seen: string[][] = []
    expect(await reachOf(LINE, refuses(word, seen))).toEqual(reach)
    expect(seen.length).toBeLessThanOrEqual(30)
  })

  test('only in the folder to start in, which the paths must be there for', async () => {
    const tryIt: Try = (line, limit) =>
      line.words.includes('--chdir') && line.words.includes('--remount-ro')
        ? Promise.resolve({ kind: 'setup-failed', text: "bwrap: Can't chdir to /p: No such file" })
        : refuses('nothing')(line, limit)
    expect(await reachOf(LINE, tryIt)).toEqual({ kind: 'option', option: '--chdir /p' })
  })

  test('is never asked for a first process of the box without processes of its own', async () => {
    const seen: string[][] = []
    await reachOf(LINE, refuses('nothing', seen))
    const tied = seen.filter((words) => words.includes('--die-with-parent'))
    expect(tied.length).toBeGreaterThan(1)
    expect(tied.filter((words) => !words.includes('--unshare-pid'))).toEqual([])
  })

  test('is tried a bounded number of times', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `--option-${at}`)
    const seen: string[][] = []
    const line = { ...LINE, words: [...many, ...LINE.words] }
    expect(await reachOf(line, refuses('nothing', seen))).toEqual({ kind: 'untold' })
    expect(seen).toHaveLength(30)
  })

  test.each([
    ['hangs', { kind: 'late' }],
    ['is killed', { kind: 'killed', signal: 9 }],
  ] as const)('and %s has reached nothing', async (_, outcome) => {
    expect(await reachOf(LINE, () => Promise.resolve(outcome))).toEqual({ kind: 'nothing' })
  })
})

test('an option keeps its values, and what is said about it before', () => {
  const groups = groupsOf([
    '--a',
    '--b',
    'x',
    '--perms',
    '0700',
    '--size',
    '1',
    '--tmpfs',
    '/t',
    '--c',
    FILTER,
  ])
  expect(groups).toEqual([
    ['--a'],
    ['--b', 'x'],
    ['--perms', '0700', '--size', '1', '--tmpfs', '/t'],
    ['--c', FILTER],
  ])
})

test('the least has the same program and environment', () => {
  expect(leastLine(LINE)).toEqual({ ...LINE, words: ['--unshare-user', '--ro-bind', '/', '/'] })
})
