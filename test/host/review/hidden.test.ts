import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Listed } from '../../../src/host/review/listed.ts'
import { survey } from '../../../src/host/review/survey.ts'
import { Walker } from '../../../src/host/walk.ts'
import { compare, openQuestions } from '../../../src/review/compare.ts'
import { parseSnapshot } from '../../../src/review/read.ts'
import type { Outside, Scope, Snapshot } from '../../../src/review/state.ts'
import { ERRNO, Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import type { Surveyor } from '../../../src/sys/survey.ts'
import { noticeLines } from '../../../src/ui/review-text.ts'

const files = new Files(new Libc())
const tops: string[] = []
let top = ''
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-hidden-')))
  tops.push(top)
  mkdirSync(join(top, 'p'))
})
afterAll(() => {
  for (const each of tops) rmSync(each, { recursive: true })
})

const put = (path: string, content = 'x'): void => {
  const full = join(top, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
}
/** A script of bash in the top folder: the names in it may be any bytes. */
const bash = (script: string): void => {
  const { exitCode, stderr } = Bun.spawnSync(['bash', '-ec', script], { cwd: top })
  if (exitCode !== 0) throw new Error(`${stderr}`)
}
const scope = (outside: readonly Omit<Outside, 'why'>[] = []): Scope => ({
  project: join(top, 'p'),
  home: top,
  outside: outside.map(({ path, how }) => ({ path: join(top, path), how, why: 'w' })),
  inside: [
    { path: '.envrc', why: 'direnv' },
    { path: '.vscode', why: 'code' },
  ],
})
const look = (of: Scope, before?: Snapshot) => survey(of, { walker: new Walker(files), files }, before)

/** The state as the record gives it back. */
function begin(of: Scope): Snapshot {
  const { contents, ...seen } = look(of)
  const snapshot = { version: 1, scope: of, since: new Date().toISOString(), ended: false, seen, contents }
  const read = parseSnapshot(JSON.stringify(snapshot))
  if (!read) throw new Error('the record was not read')
  return read
}
const told = (before: Snapshot): string[] =>
  compare(before, look(before.scope, before)).map(({ shown, change }) => `${shown} ${change}`)
const linesOf = (before: Snapshot): string[] => {
  const now = look(before.scope, before)
  return noticeLines(compare(before, now), openQuestions(before, now))
}

describe('names that are no UTF-8 hide nothing:', () => {
  test('what lies in a folder of such a name is found', () => {
    bash(`mkdir $'p/\\xff' $'p/\\xfe'`)
    const before = begin(scope())
    expect(before.seen.unlisted).toEqual([])
    expect(told(before)).toEqual([])
    bash(`mkdir $'p/\\xfe/.vscode'; echo x > $'p/\\xfe/.vscode/tasks.json'; echo x > $'p/\\xff/.envrc'`)
    expect(told(before)).toEqual(['\udcfe/.vscode/tasks.json new', '\udcff/.envrc new'])
    expect(linesOf(before)).toContain('  \\xff/.envrc is new: direnv')
  })

  test('a change of such a file in a watched folder is told, and two of them are two', () => {
    bash(`mkdir p/.vscode; echo 1 > $'p/.vscode/\\xff'`)
    const before = begin(scope())
    expect(told(before)).toEqual([])
    bash(`echo 2 > $'p/.vscode/\\xff'; echo 1 > $'p/.vscode/\\xfe'`)
    expect(told(before)).toEqual(['.vscode/\udcfe new', '.vscode/\udcff changed'])
  })

  test('a link of such a name that leads out of the project is told', () => {
    const before = begin(scope())
    bash(`ln -s /etc $'p/\\xff'`)
    expect(linesOf(before)).toContain(
      '  \\xff is a new link out of the project, to /etc: a program on the host follows it',
    )
  })
})

describe('a flood hides nothing near the top:', () => {
  test('a hook and a task in the project are told beside more files than are looked at, and old ones are not gone', () => {
    put('p/z/.envrc')
    put('p/z/y/.vscode/old')
    const before = begin(scope())
    bash('mkdir p/a; touch p/a/{1..60} p/{1..60}')
    put('p/.git/hooks/pre-commit')
    put('p/.vscode/deep/tasks.json')
    put('p/z/y/.vscode/old', 'changed')
    const now = survey(before.scope, { walker: new Walker(files), files, most: 50 }, before)
    expect(now.gaps).toEqual([`${top}/p holds more than 50 files and folders: the rest was not looked at.`])
    expect(compare(before, now).map(({ shown, change }) => `${shown} ${change}`)).toEqual([
      '.git/hooks/pre-commit new',
      '.vscode/deep/tasks.json new',
      'z/y/.vscode/old changed',
    ])
  })

  test('what lies nearest to the top is said first, so that no flood of findings pushes it away', () => {
    const before = begin(scope())
    for (let n = 0; n < 30; n++) put(`p/a/${n}/.envrc`)
    put('p/zz/.envrc')
    put('p/.envrc')
    expect(linesOf(before).slice(1, 3)).toEqual(['  .envrc is new: direnv', '  zz/.envrc is new: direnv'])
  })
})

describe('names of git’s own hide nothing:', () => {
  test.each(['HEAD', 'config', 'commondir', 'hooks'])(
    'a file %s among git folders does not hide the hooks of those beside it',
    (name) => {
      put(`p/.git/modules/${name}`)
      put(`state/history/${name}`)
      const of = scope([{ path: 'state/history', how: 'gits' }])
      const before = begin(of)
      put('p/.git/modules/libs/a/hooks/pre-commit')
      put('state/history/c/.git/hooks/h')
      expect(told(before)).toEqual([
        '.git/modules/libs/a/hooks/pre-commit new',
        '~/state/history/c/.git/hooks/h new',
      ])
    },
  )

  test('git’s data is not looked through for git folders', () => {
    put('state/history/HEAD')
    put('state/history/objects/aa/.git/hooks/h')
    expect(look(scope([{ path: 'state/history', how: 'gits' }])).watched).toEqual([])
  })

  test('a worktree whose commondir leads to itself is told', () => {
    put('p/.git/worktrees/w/commondir', '../..\n')
    const before = begin(scope())
    put('p/.git/worktrees/w/commondir', '.\n')
    put('p/.git/worktrees/v/commondir', '.\n')
    expect(told(before)).toEqual(['.git/worktrees/v/commondir new', '.git/worktrees/w/commondir changed'])
  })

  test('commands that wait in a rebase are told', () => {
    const before = begin(scope())
    put('p/.git/rebase-merge/git-rebase-todo', 'exec ./x\n')
    put('p/.git/worktrees/w/rebase-merge/git-rebase-todo', 'exec ./x\n')
    expect(told(before)).toEqual([
      '.git/rebase-merge/git-rebase-todo new',
      '.git/worktrees/w/rebase-merge/git-rebase-todo new',
    ])
  })

  test.each([
    [
      'links',
      () => bash('cd p; mkdir -p s o r; ln -s ../o s/objects; ln -s ../r s/refs; ln -s refs/heads/x s/HEAD'),
    ],
    ['a commondir', () => bash('cd p; mkdir -p s; echo ../o > s/commondir; echo ref: refs/heads/x > s/HEAD')],
  ])('a bare repository of %s is one', (_, make) => {
    const before = begin(scope())
    make()
    put('p/s/config')
    expect(told(before)).toContain('s/config new')
  })

  test('a folder with a HEAD alone is none', () => {
    put('p/s/HEAD')
    put('p/s/config')
    expect(look(scope()).watched).toEqual([])
  })
})

test('a folder of an agent that cannot be listed is said, once', () => {
  const unlisted: string[] = []
  const listed = new Listed(new Walker(files), { read: () => -ERRNO.EACCES } as unknown as Surveyor, unlisted)
  expect(['/a', '/b', '/a'].map((folder) => listed.all(folder))).toEqual([[], [], []])
  expect(unlisted).toEqual(['/a', '/b'])
})

test('a link to a link in the project is followed once', () => {
  put('p/b/x')
  symlinkSync('b', join(top, 'p/.vscode'))
  expect(look(scope()).watched.map(({ path }) => path.slice(top.length))).toEqual(['/p/b/x', '/p/.vscode'])
})
