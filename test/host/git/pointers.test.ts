import { describe, expect, test } from 'bun:test'
import {
  parseAlternates,
  parseCommonDir,
  parseGitFile,
  parseWayBack,
} from '../../../src/host/git/pointers.ts'

describe('a .git file in /p names', () => {
  test.each([
    ['an absolute path', 'gitdir: /m/.git/worktrees/p\n', '/m/.git/worktrees/p'],
    ['a path relative to its folder', 'gitdir: ../m/.git/modules/p\n', '/m/.git/modules/p'],
    ['a path without a newline', 'gitdir: /m', '/m'],
    ['a path with CR LF', 'gitdir: /m\r\n', '/m'],
    ['a path with many newlines', 'gitdir: /m\n\n\r\n', '/m'],
    ['a path with a space at its end, which is a part of it', 'gitdir: /m \n', '/m '],
    ['a path with a newline in it, which is a part of it', 'gitdir: /a\nb\n', '/a\nb'],
    ['what stands before a NUL', 'gitdir: /m\0/../etc\n', '/m'],
    ['no more than the root by dots', `gitdir: ${'../'.repeat(500)}etc\n`, '/etc'],
    ['its own folder', 'gitdir: .\n', '/p'],
  ])('%s', (_, text, path) => {
    expect(parseGitFile(text, '/p')).toEqual({ state: 'path', path })
  })

  test.each([
    ['nothing when it is empty', ''],
    ['nothing without a path', 'gitdir: \n'],
    ['nothing without a space', 'gitdir:/m\n'],
    ['nothing in other case', 'GitDir: /m\n'],
    ['nothing behind a byte order mark', '\uFEFFgitdir: /m\n'],
    ['nothing when the path begins with NUL', 'gitdir: \0/m\n'],
    ['nothing when it is binary', '\x7fELF\0\0'],
    ['nothing when it is long', 'x'.repeat(2 ** 20)],
  ])('%s', (_, text) => {
    expect(parseGitFile(text, '/p').state).toBe('garbage')
  })
})

test.each([
  ['../..\n', '/m/.git'],
  ['/m/.git\n', '/m/.git'],
  ['.\n', '/m/.git/worktrees/p'],
  ['evil\r\n', '/m/.git/worktrees/p/evil'],
])('commondir %j leads to %s', (text, path) => {
  expect(parseCommonDir(text, '/m/.git/worktrees/p')).toEqual({ state: 'path', path })
})

test.each([
  ['/p/.git\n', '/p/.git'],
  ['/p/.git \t\r\n', '/p/.git'],
  ['../../../../p/.git\n', '/p/.git'],
])('gitdir %j of a worktree leads back to %s', (text, path) => {
  expect(parseWayBack(text, '/m/.git/worktrees/p')).toEqual({ state: 'path', path })
})

test.each([
  ['nothing', '', []],
  ['absolute and relative lines', '/a/objects\n../../../b/.git/objects\n', ['/a/objects', '/b/.git/objects']],
  ['comments and empty lines', '# /x\n\n/a\n', ['/a']],
  ['quotes', '"/a \\"b\\""\n', ['/a "b"']],
  ['a NUL', '/a\0b\n', ['/a']],
])('alternates of %s', (_, text, paths) => {
  expect(parseAlternates(text, '/m/.git/objects')).toEqual(paths)
})

test('of many alternates only the first hundred count', () => {
  expect(parseAlternates('/a\n'.repeat(100_000), '/o')).toHaveLength(100)
})
