import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { survey } from '../../../src/host/review/survey.ts'
import { Walker } from '../../../src/host/walk.ts'
import { compare } from '../../../src/review/compare.ts'
import type { Outside, Scope, Snapshot } from '../../../src/review/state.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'

const files = new Files(new Libc())
const tops: string[] = []
let top = ''
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-survey-')))
  tops.push(top)
  mkdirSync(join(top, 'p'))
})
afterAll(() => {
  for (const each of tops) rmSync(each, { recursive: true })
})

const put = (path: string, content: string): string => {
  const full = join(top, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
  return full
}
const scope = (outside: Omit<Outside, 'why'>[] = []): Scope => ({
  project: join(top, 'p'),
  home: top,
  outside: outside.map((one) => ({ ...one, path: join(top, one.path), why: 'w' })),
  inside: [
    { path: '.envrc', why: 'direnv' },
    { path: '.vscode', why: 'code' },
    { path: '.claude/settings*.json', why: 'claude' },
  ],
})
const look = (of: Scope, before?: Snapshot) => survey(of, { walker: new Walker(files), files }, before)

function begin(of: Scope): Snapshot {
  const { contents, ...seen } = look(of)
  return { version: 1, scope: of, since: new Date().toISOString(), ended: false, seen, contents }
}
const watchedOf = (of: Scope): string[] =>
  look(of)
    .watched.map(({ path }) => path.slice(top.length + 1))
    .sort()

describe('the watched files of', () => {
  test('a project are found at any depth, and others are not', () => {
    for (const path of [
      '.envrc',
      'a/b/.envrc',
      'a/.vscode/x/y',
      '.claude/settings.local.json',
      '.claude/other.json',
      'main.ts',
    ])
      put(`p/${path}`, 'x')
    expect(watchedOf(scope())).toEqual([
      'p/.claude/settings.local.json',
      'p/.envrc',
      'p/a/.vscode/x/y',
      'p/a/b/.envrc',
    ])
  })

  test('a project are found in any spelling, since some file systems make no difference', () => {
    for (const path of ['.ENVRC', 'a/.VSCode/Tasks.json', 'b/.GIT/Hooks/x']) put(`p/${path}`, 'x')
    expect(watchedOf(scope())).toEqual(['p/.ENVRC', 'p/a/.VSCode/Tasks.json', 'p/b/.GIT/Hooks/x'])
  })

  test.each([
    ['a folder of the project', 'p/c/settings.json', 'p/.claude', 'c'],
    ['the project itself', 'p/settings.json', 'p/.claude', '.'],
    ['a folder that is not looked at', 'p/node_modules/c/settings.json', 'p/a/.claude', '../node_modules/c'],
    ["a folder in git's own", 'p/.git/c/settings.json', 'p/.claude', '.git/c'],
  ])('a name are found where a folder above it is a link to %s', (_, file, link, to) => {
    put(file, '{}')
    put('p/a/x', '')
    symlinkSync(to, join(top, link))
    expect(watchedOf(scope())).toEqual([file])
  })

  test.each([
    ['info', '.git/i/attributes', '.git/info', 'i'],
    ['rebase-merge', '.git/r/git-rebase-todo', '.git/rebase-merge', 'r'],
    ['worktrees', '.git/w/x/config.worktree', '.git/worktrees', 'w'],
    ['modules', '.git/m/x/config', '.git/modules', 'm'],
    ['a folder of modules', '.git/m/config', '.git/modules/x', '../m'],
  ])('git are found where %s is a link', (_, file, link, to) => {
    put(`p/${file}`, 'x')
    mkdirSync(join(top, 'p', dirname(link)), { recursive: true })
    symlinkSync(to, join(top, 'p', link))
    expect(watchedOf(scope())).toEqual([`p/${file}`])
  })

  test.each(['remotes/origin', 'branches/origin'])('git include %s, which names a server', (name) => {
    put(`p/.git/${name}`, 'x')
    expect(watchedOf(scope())).toEqual([`p/.git/${name}`])
  })

  test('a name are not sought behind a link out of the project', () => {
    put('c/settings.json', '{}')
    symlinkSync('../c', join(top, 'p/.claude'))
    expect(watchedOf(scope())).toEqual([])
  })

  test('a project are followed through links in it, also in a circle, and not out of it', () => {
    put('p/shared/code/tasks.json', 'x')
    put('out/x', 'x')
    mkdirSync(join(top, 'p/a'))
    symlinkSync('../shared/code', join(top, 'p/a/.vscode'))
    symlinkSync('../../a/.vscode', join(top, 'p/shared/code/again'))
    symlinkSync('../out/x', join(top, 'p/.envrc'))
    expect(watchedOf(scope())).toEqual([
      'p/.envrc',
      'p/a/.vscode',
      'p/shared/code/again',
      'p/shared/code/tasks.json',
    ])
  })

  test('a git folder are its settings and hooks, those of submodules and worktrees too', () => {
    const parts = [
      'config',
      'hooks/pre-commit',
      'hooks/x.sample',
      'HEAD',
      'objects/aa/bb',
      'info/attributes',
      'index',
    ]
    for (const path of parts) put(`p/.git/${path}`, 'x')
    for (const path of [
      'modules/libs/a/HEAD',
      'modules/libs/a/config',
      'modules/libs/a/objects/config',
      'worktrees/w/commondir',
    ])
      put(`p/.git/${path}`, 'x')
    expect(watchedOf(scope())).toEqual([
      'p/.git/config',
      'p/.git/hooks/pre-commit',
      'p/.git/info/attributes',
      'p/.git/modules/libs/a/config',
      'p/.git/worktrees/w/commondir',
    ])
  })

  test('a git folder are not those that jail lends to it', () => {
    put('p/.git/commondir', '.\n')
    put('p/.git/config.worktree', '')
    put('p/n/.git/commondir', '..\n')
    put('p/n/.git/config.worktree', '[core]')
    expect(watchedOf(scope())).toEqual(['p/n/.git/commondir', 'p/n/.git/config.worktree'])
  })

  test('a repository outside are told without what jail lends it, and with what others put there', () => {
    const of = scope([{ path: 'r.git/commondir', how: 'entry', own: '.\n' }])
    put('r.git/commondir', '.\n')
    const before = begin(of)
    expect(before.seen.watched).toEqual([])
    put('r.git/commondir', '..\n')
    expect(compare(before, look(of, before)).map(({ shown, change }) => `${shown} ${change}`)).toEqual([
      '~/r.git/commondir new',
    ])
    rmSync(join(top, 'r.git/commondir'))
    expect(compare(before, look(of, before))).toEqual([])
  })

  test('a folder with git folders in it', () => {
    put('state/snapshot/a/b/HEAD', 'x')
    put('state/snapshot/a/b/config', 'x')
    put('state/history/c/.git/hooks/h', 'x')
    put('state/history/c/other', 'x')
    const of = scope([
      { path: 'state/snapshot', how: 'gits' },
      { path: 'state/history', how: 'gits' },
    ])
    expect(watchedOf(of)).toEqual(['state/history/c/.git/hooks/h', 'state/snapshot/a/b/config'])
  })

  test('the state of an agent, by name, by pattern and in folders; through a link of the person', () => {
    for (const path of ['dot/set.json', 'dot/a.sh', 'dot/b.py', 'dot/skills/x/y', 'dot/log/z']) put(path, 'x')
    symlinkSync('dot', join(top, 'link'))
    const of = scope([
      { path: 'link/set.json', how: 'entry' },
      { path: 'link/*.sh', how: 'entry' },
      { path: 'link/skills', how: 'entry' },
      { path: 'link/nosuch', how: 'entry' },
      { path: 'nosuch/x', how: 'entry' },
    ])
    expect(watchedOf(of)).toEqual(['dot/a.sh', 'dot/set.json', 'dot/skills/x/y'])
  })
})

const changed = (before: Snapshot): string[] =>
  compare(before, look(before.scope, before)).map(({ sentence }) => sentence)

describe('a change is seen', () => {
  test('of content, whatever the times say', () => {
    const path = put('p/.envrc', 'one')
    utimesSync(path, 1, 1)
    const before = begin(scope())
    expect(changed(before)).toEqual([])
    writeFileSync(path, 'two')
    utimesSync(path, 1, 1)
    expect(changed(before)).toEqual(['.envrc has changed: direnv'])
  })

  test('of a file that is too large to be read', () => {
    const path = put('p/.envrc', 'x'.repeat(2 ** 20 + 1))
    const before = begin(scope())
    expect(before.seen.watched[0]?.sum).toStartWith('stamp:')
    expect(before.contents).toEqual({})
    expect(changed(before)).toEqual([])
    writeFileSync(path, 'y'.repeat(2 ** 20 + 1))
    expect(changed(before)).toEqual(['.envrc has changed: direnv'])
  })

  test('of a file that has become too large', () => {
    put('p/.envrc', 'x')
    const before = begin(scope())
    put('p/.envrc', 'x'.repeat(2 ** 20 + 1))
    expect(changed(before)).toEqual(['.envrc has changed: direnv'])
  })

  test('of the mode of a hook', () => {
    const path = put('p/.git/hooks/pre-commit', 'x')
    const before = begin(scope())
    chmodSync(path, 0o755)
    expect(changed(before)).toEqual(['.git/hooks/pre-commit has changed: git runs these'])
  })

  test('of more files than are read: a thousand are read, the others told by size and time', () => {
    for (let n = 0; n < 1200; n++) put(`p/.vscode/${n}`, 'x')
    const before = begin(scope())
    expect(before.seen.watched.filter(({ sum }) => sum.startsWith('stamp:'))).toHaveLength(200)
    expect(changed(before)).toEqual([])
    for (let n = 0; n < 1200; n++) put(`p/.vscode/${n}`, 'y')
    expect(changed(before)).toHaveLength(1200)
  })

  test('of a link in the project that leads out once the folder around it has moved', () => {
    put('p/a/b/x', 'x')
    symlinkSync('../../x', join(top, 'p/a/b/link'))
    const before = begin(scope())
    expect(changed(before)).toEqual([])
    Bun.spawnSync(['mv', join(top, 'p/a/b'), join(top, 'p/b')])
    expect(changed(before)).toEqual([
      'b/link is a new link out of the project, to ../../x: a program on the host follows it',
    ])
  })
})
