import { afterAll, describe, expect, test } from 'bun:test'
import { lookOutside } from '../../../src/host/git/outside.ts'
import { Walker } from '../../../src/host/walk.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import { gather, Homes, REPOSITORY, SUBMODULE, type Tree, WORKTREE } from './tree.ts'

const homes = new Homes()
afterAll(() => homes.remove())

describe('a git folder outside of the project that leads back to it', () => {
  test('is that of a linked worktree', () => {
    const git = gather(homes.plant(WORKTREE))
    expect(git.outside).toEqual({ pointer: '@/p/.git', what: 'worktree', commonDir: '@/m/.git' } as never)
    expect(git.repositories[0]).toMatchObject({ gitDir: '@/m/.git/worktrees/p', commonDir: '@/m/.git' })
    expect(git.repositories[0]?.pointers).toContain('@/m/.git/worktrees/other/gitdir')
    expect(git.pointers).toEqual(['@/p/.git'])
  })

  test('with relative paths, as git 2.48 writes them', () => {
    const tree = {
      ...WORKTREE,
      'p/.git': 'gitdir: ../m/.git/worktrees/p',
      'm/.git/worktrees/p/gitdir': '../../../../p/.git',
    }
    expect(gather(homes.plant(tree)).outside?.forged).toBeUndefined()
  })

  test('is that of a submodule', () => {
    const git = gather(homes.plant(SUBMODULE))
    expect(git.outside).toEqual({
      pointer: '@/p/.git',
      what: 'submodule',
      commonDir: '@/s/.git/modules/libs/p',
    } as never)
  })
})

const FORGED: readonly (readonly [string, Tree, string])[] = [
  [
    'names another repository',
    { ...REPOSITORY('m/.git'), 'p/.git': 'gitdir: @/m/.git\n' },
    'names no core.worktree',
  ],
  [
    'names the place of another worktree',
    { ...WORKTREE, 'p/.git': 'gitdir: @/m/.git/worktrees/other\n' },
    'not back to @/p/.git',
  ],
  [
    'names a worktree that was moved',
    { ...WORKTREE, 'm/.git/worktrees/p/gitdir': '@/old/.git\n' },
    'leads to @/old/.git',
  ],
  [
    'names a worktree without a way back',
    { ...WORKTREE, 'm/.git/worktrees/p/gitdir': '\0\n' },
    'does not lead back',
  ],
  [
    'names a folder of its own making, which names another repository',
    {
      ...REPOSITORY('m/.git'),
      'p/.git': 'gitdir: ../x\n',
      'x/commondir': '@/m/.git\n',
      'x/gitdir': '@/p/.git\n',
    },
    'is not among the worktrees',
  ],
  [
    'names a folder below the worktrees',
    {
      ...WORKTREE,
      'p/.git': 'gitdir: ../m/.git/worktrees/p/x\n',
      'm/.git/worktrees/p/x/commondir': '../../..\n',
      'm/.git/worktrees/p/x/gitdir': '@/p/.git\n',
    },
    'is not among the worktrees',
  ],
  [
    'names a submodule of another place',
    { ...SUBMODULE, 's/.git/modules/libs/p/config': '[core]\nworktree = ../../../../libs/p\n' },
    'not back to @/p',
  ],
  ['names what is no git folder', { 'p/.git': 'gitdir: ../x\n', x: undefined }, '@/x is no git folder'],
  [
    'is a link to another repository',
    { ...REPOSITORY('m/.git'), 'p/.git': '-> ../m/.git' },
    'names no core.worktree',
  ],
]

describe('is forged: a pointer that', () => {
  test.each(FORGED)('%s', (_, tree, why) => {
    const git = gather(homes.plant(tree))
    expect(git.outside?.forged?.why).toContain(why)
    expect(git.outside?.forged?.fix.includes('--write @/')).toBe(!why.includes('no git folder'))
    expect(git.repositories).toEqual([])
  })

  test('but a place that the person lets be written is looked at', () => {
    const git = gather(homes.plant({ ...REPOSITORY('m/.git'), 'p/.git': 'gitdir: @/m/.git\n' }), {
      write: ['m/.git'],
    })
    expect(git.outside).toBeUndefined()
    expect(git.repositories).toMatchObject([{ gitDir: '@/m/.git' }])
  })
})

test('a git folder of somebody else is not given, even when it leads back', () => {
  const home = homes.plant(WORKTREE)
  const files = new Files(new Libc())
  const reading = { files, walker: new Walker(files), home, notices: [], unnamed: [] }
  const place = { pointer: `${home}/p/.git`, project: `${home}/p`, gitDir: `${home}/m/.git/worktrees/p` }
  const uid = process.geteuid?.() ?? 0
  expect(lookOutside(place, { uid }, reading).forged).toBeUndefined()
  expect(lookOutside(place, { uid: uid + 1 }, reading).forged?.why).toBe(
    `${home}/p/.git belongs to somebody else`,
  )
})

describe('a rule that hides the git folder, or what is around it, is known:', () => {
  test.each([
    ['the folder', 'm'],
    ['one above it', '.'],
    ['itself', 'm/.git'],
    ['one that a pattern matches', '*m'],
    ['one by a name that is a link', 'by-link/m'],
  ])('%s', (_, hide) => {
    const home = homes.plant({ ...WORKTREE, 'by-link': '-> .' })
    expect(gather(home, { hide: [hide] }).outside?.hiddenBy).toBeDefined()
  })

  test.each(['mm', 'm/.git/objects', 'other*', 'p'])('%s is not such a rule', (hide) => {
    expect(gather(homes.plant(WORKTREE), { hide: [hide] }).outside?.hiddenBy).toBeUndefined()
  })
})
