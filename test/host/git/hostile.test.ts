import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { findModules } from '../../../src/host/git/modules.ts'
import { findNested } from '../../../src/host/git/nested.ts'
import { Walker } from '../../../src/host/walk.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import { gather, Homes, REPOSITORY, type Tree } from './tree.ts'

const homes = new Homes()
afterAll(() => homes.remove(), 60_000)

const files = new Files(new Libc())
const LONG = 'x'.repeat(2 ** 20)

/** What a command of an earlier run may have left behind. Nothing of it may stop the start, nor pass in silence. */
const HOSTILE: readonly (readonly [string, Tree, readonly (string | RegExp)[]])[] = [
  ['an empty .git', { 'p/.git': '' }, ['@/p/.git leads to no git folder: it does not begin with "gitdir: "']],
  ['a .git of NULs', { 'p/.git': '\0\0\0' }, [/leads to no git folder/]],
  ['a .git that names itself', { 'p/.git': 'gitdir: .git\n' }, [/names @\/p\/\.git, which is no folder/]],
  [
    'a .git of one long line',
    { 'p/.git': `gitdir: ${LONG}` },
    [/leads to no git folder: it is larger than 1 MiB/],
  ],
  ['a .git with a path of 100 KB', { 'p/.git': `gitdir: ${LONG.slice(0, 100_000)}` }, [/which is no folder/]],
  ['a .git that is a link to itself', { 'p/.git': '-> .git' }, [/leads to no git folder: it is dangling/]],
  ['a .git that is a link to nothing', { 'p/.git': '-> nothing' }, [/it is dangling/]],
  ['a .git that is an empty folder', { 'p/.git': undefined }, []],
  ['a .git without a HEAD', { ...REPOSITORY('p/.git'), 'p/.git/HEAD': undefined }, []],
  [
    'settings that are a folder',
    { 'p/.git/config': undefined },
    [/config were not looked at: it is no file/],
  ],
  [
    'settings of 1 MiB and more',
    { 'p/.git/config': `[a]\nb = ${LONG}` },
    [/were not looked at: it is larger than 1 MiB/],
  ],
  [
    'settings that git refuses',
    { 'p/.git/config': '[a]\nb = c\n=' },
    [/only looked at up to line 3, which git refuses/],
  ],
  [
    'a commondir that names nothing',
    { ...REPOSITORY('p/.git'), 'p/.git/commondir': '\n' },
    [/commondir leads nowhere: it names no path/],
  ],
  [
    'a commondir in a circle',
    { ...REPOSITORY('p/.git'), 'p/.git/commondir': 'commondir\n' },
    [/which is no folder/],
  ],
  [
    'two pointers in a circle',
    { 'p/.git': 'gitdir: ../x\n', 'x/commondir': '../y\n', 'y/commondir': '../x\n' },
    [],
  ],
  [
    'a thousand includes',
    { 'p/.git/config': `[include]\n${Array.from({ length: 1000 }, (_, at) => `path = ${at}\n`).join('')}` },
    [/more than 100 files/],
  ],
  [
    'a chain of a hundred includes',
    Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [
        `p/.git/${at === 0 ? 'config' : at}`,
        `[include]\npath = ${at + 1}\n`,
      ]),
    ),
    [],
  ],
  [
    'alternates that name themselves',
    { ...REPOSITORY('p/.git'), 'p/.git/objects/info/alternates': '.\n../objects\n' },
    [],
  ],
]

describe('a start is not stopped by', () => {
  test.each(HOSTILE)('%s', (_, tree, notices) => {
    const started = performance.now()
    const git = gather(homes.plant(tree))
    expect(performance.now() - started).toBeLessThan(1000)
    expect(git.notices).toHaveLength(notices.length)
    for (const [at, notice] of notices.entries()) expect(git.notices[at]).toMatch(notice)
  })

  test('a named pipe in place of each of git’s files, which would hold a reader for ever', () => {
    const home = homes.plant({
      ...REPOSITORY('p/.git'),
      'p/.git/config': '[include]\npath = inc\n',
      'p/.git/objects/info/x': '',
    })
    const pipes = ['commondir', 'config.worktree', 'gitdir', 'inc', 'objects/info/alternates'].map(
      (name) => `${home}/p/.git/${name}`,
    )
    mkdirSync(`${home}/p/sub`)
    expect(Bun.spawnSync(['mkfifo', ...pipes, `${home}/p/sub/.git`]).exitCode).toBe(0)
    const git = gather(home)
    expect(git.repositories[0]?.gitDir).toBe('@/p/.git')
    expect(git.notices.filter((notice) => notice.includes('it is no file')).length).toBeGreaterThan(1)
  })

  test('a project of hundreds of repositories, of which it says that not all are known', () => {
    const tree = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`p/${at}/.git/config`, '']))
    const git = gather(homes.plant(tree))
    expect(git.repositories).toHaveLength(200)
    expect(git.incomplete).toBe('it has too many repositories and submodules')
  })

  test('a git folder of thousands of folders that might be submodules', () => {
    const home = homes.plant({
      'p/.git/modules/a/config': '',
      'p/.git/modules/b/c/config': '',
      'p/.git/modules/d/e/f/config': '',
    })
    const git = { gitDir: `${home}/p/.git`, commonDir: `${home}/p/.git` }
    const reading = { files, walker: new Walker(files), home, notices: [], unnamed: [] }
    expect(findModules(git, reading)).toMatchObject({ gitDirs: { length: 3 }, isCut: false })
    expect(findModules(git, reading, 5).isCut).toBe(true)
  })
})

describe('the walk through a project', () => {
  const walk = (home: string, most?: number) => findNested(`${home}/p`, files, new Walker(files), most)

  test('ends at a number of folders, and says so', () => {
    const home = homes.plant({ 'p/a/b/c/d/.git': '' })
    expect(walk(home, 5)).toEqual({
      folders: [`${home}/p/a/b/c/d`],
      unnamed: [],
      unreadable: [],
      isComplete: true,
    })
    expect(walk(home, 4)).toEqual({ folders: [], unnamed: [], unreadable: [], isComplete: false })
  })

  test('finds .git as a file, a folder and a link, and nothing that is only called alike', () => {
    const home = homes.plant({
      'p/a/.git': '',
      'p/b/.git/x': '',
      'p/c/.git': '-> x',
      'p/d/.gitx': '',
      'p/e/x.git': '',
    })
    expect([...walk(home).folders].sort()).toEqual(['a', 'b', 'c'].map((name) => `${home}/p/${name}`))
  })

  test('finds it among many files and beside folders with odd names', () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [`p/x/${'long'.repeat(20)}${at}`, '']),
    )
    const home = homes.plant({ ...many, 'p/x/.git': '', 'p/\u00fc \n"/.git': '', 'p/.../y/.git': '' })
    expect([...walk(home).folders].sort()).toEqual(
      [`${home}/p/.../y`, `${home}/p/x`, `${home}/p/\u00fc \n"`].sort(),
    )
  })

  /** Makes folders by a shell, since JavaScript cannot name them: `B` is a name with a byte that is no UTF-8. */
  const made = (script: string): string => {
    const home = homes.plant({})
    Bun.spawnSync(['sh', '-c', `cd p && B=$(printf 'b\\377') && ${script}`], { cwd: home })
    return home
  }

  test.each([
    ['in it', 'mkdir -p "$B/.git"', 'b\\xff'],
    ['as a file in it', 'mkdir "$B"; echo "gitdir: x" >"$B/.git"', 'b\\xff'],
    ['deep in it', 'mkdir -p "a/$B/c/d/.git"', 'a/b\\xff/c/d'],
  ])(
    'looks into a folder whose name is no UTF-8: a repository %s cannot be protected',
    (_, script, place) => {
      const home = made(script)
      expect(walk(home)).toMatchObject({ folders: [], unnamed: [`${home}/p/${place}`], unreadable: [] })
      expect(gather(home).incomplete).toBe(
        `git goes to @/p/${place}, and that path has bytes that are no UTF-8, which jail cannot hand on`,
      )
    },
  )

  test.each([
    ['without a repository', 'mkdir -p "$B/c" a/.git; touch "$B/c/$B"', ['a']],
    ['with a name like its own beside it', 'mkdir -p "$B" "b\ufffd/x"', []],
  ])('a folder whose name is no UTF-8 does no harm %s', (_, script, folders) => {
    const home = made(script)
    expect(walk(home)).toMatchObject({ folders: folders.map((name) => `${home}/p/${name}`), unnamed: [] })
    expect(gather(home).incomplete).toBeUndefined()
  })

  test.each([
    [
      'a submodule',
      'mkdir -p ".git/modules/$B/hooks" .git/objects .git/refs; echo x >.git/HEAD',
      '.git/modules/b',
    ],
    [
      'a linked worktree',
      'mkdir -p ".git/worktrees/$B" .git/objects .git/refs; echo x >.git/HEAD',
      '.git/worktrees/b',
    ],
    [
      'a folder of hooks',
      'mkdir -p .git/objects .git/refs; echo "ref: refs/heads/x" >.git/HEAD; printf "[core]\\nhooksPath = $B\\n" >.git/config',
      'b',
    ],
  ])('%s whose name is no UTF-8 cannot be protected', (_, script, place) => {
    expect(gather(made(script)).incomplete).toContain(`/p/${place}\ufffd, and that path has bytes`)
  })

  test('leaves out a place that does not answer, and names it', () => {
    const home = homes.plant({ 'p/slow/x/.git': '', 'p/y/.git': '' })
    const walker = new Walker(files, new Map([[`${home}/p/slow`, 'its server does not answer']]))
    const nested = findNested(`${home}/p`, files, walker)
    expect(nested).toEqual({
      folders: [`${home}/p/y`],
      unnamed: [],
      unreadable: [`${home}/p/slow`],
      isComplete: true,
    })
  })
})
