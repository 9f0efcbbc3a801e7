import { afterAll, describe, expect, test } from 'bun:test'
import type { GitFacts } from '../../../src/host/facts.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'
import { gather, Homes, REPOSITORY, type Tree } from './tree.ts'

const homes = new Homes()
afterAll(() => homes.remove())

describe('a plain repository', () => {
  const git = gather(homes.plant(REPOSITORY('p/.git')))
  test('is one whose git folder is its own', () => {
    expect(git.repositories).toMatchObject([
      { kind: 'project', entry: 'folder', workTree: '@/p', gitDir: '@/p/.git', commonDir: '@/p/.git' },
    ])
    expect(git).toMatchObject({ notices: [], pointers: [] })
    expect(git.outside).toBeUndefined()
    expect(git.incomplete).toBeUndefined()
  })

  test('has settings and hooks, and no commondir', () => {
    expect(git.repositories[0]).toMatchObject({
      configs: ['@/p/.git/config'],
      hooks: ['@/p/.git/hooks'],
      absent: [{ path: '@/p/.git/commondir', text: '.\n' }],
    })
  })
})

const LISTS: readonly (readonly [string, Tree, Partial<GitFacts['repositories'][number]>])[] = [
  [
    'its own core.hooksPath',
    REPOSITORY('p/.git', '[core]\nhooksPath = .h\n'),
    { hooks: ['@/p/.git/hooks', '@/p/.h'] },
  ],
  [
    'the hooks of the person’s settings',
    { ...REPOSITORY('p/.git'), '.gitconfig': '[core]\nhooksPath = .mine\n' },
    { hooks: ['@/p/.git/hooks', '@/p/.mine'] },
  ],
  [
    'the hooks of the XDG settings and of the machine’s',
    {
      ...REPOSITORY('p/.git'),
      '.config/git/config': '[core]\nhooksPath = .x\n',
      system: '[core]\nhooksPath = .s\n',
    },
    { hooks: ['@/p/.git/hooks', '@/p/.s', '@/p/.x'] },
  ],
  [
    'the hooks of an included file, relative to the work tree',
    { ...REPOSITORY('p/.git', '[include]\npath = ../a.inc\n'), 'p/a.inc': '[core]\nhooksPath = .i\n' },
    { hooks: ['@/p/.git/hooks', '@/p/.i'], included: ['@/p/a.inc'] },
  ],
  [
    'includes of includes, relative to the file that has them',
    {
      ...REPOSITORY('p/.git', '[include]\npath = ../d/a\n'),
      'p/d/a': '[includeIf "onbranch:x"]\npath = b\n',
    },
    { included: ['@/p/d/a', '@/p/d/b'] },
  ],
  [
    'includes in a circle, each once',
    {
      ...REPOSITORY('p/.git', '[include]\npath = a\n'),
      'p/.git/a': '[include]\npath = config\n[include]\npath = a\n',
    },
    { included: ['@/p/.git/a'] },
  ],
  [
    'no folder as an included file',
    { ...REPOSITORY('p/.git', '[include]\npath = ../src\n'), 'p/src': undefined },
    { included: [] },
  ],
  [
    'the programs of the project that its settings name',
    {
      ...REPOSITORY('p/.git', '[core]\nfsmonitor = tools/m\npager = tools/none\neditor = ./tools\n'),
      'p/tools/m': '',
    },
    { programs: [{ path: '@/p/tools/m', key: 'core.fsmonitor' }] },
  ],
  [
    'config.worktree, which must not be made when it counts',
    REPOSITORY('p/.git', '[extensions]\nworktreeConfig = true\n'),
    {
      absent: [
        expect.objectContaining({ path: '@/p/.git/commondir' }),
        expect.objectContaining({ path: '@/p/.git/config.worktree', text: '' }),
      ],
    },
  ],
  [
    'config.worktree when it is there',
    {
      ...REPOSITORY('p/.git', '[extensions]\nworktreeConfig = true\n'),
      'p/.git/config.worktree': '[core]\nhooksPath = w\n',
    },
    { configs: ['@/p/.git/config', '@/p/.git/config.worktree'], hooks: ['@/p/.git/hooks', '@/p/w'] },
  ],
  [
    'nothing to make in a bare one, where commondir changes what core.bare says',
    REPOSITORY('p/.git', '[core]\nbare = true\n'),
    { absent: [] },
  ],
  [
    'nothing to make in a reftable',
    REPOSITORY('p/.git', '[extensions]\nrefStorage = reftable\n'),
    { absent: [] },
  ],
  [
    'alternates, and theirs',
    {
      ...REPOSITORY('p/.git'),
      'p/.git/objects/info/alternates': '@/a\n# no\n',
      'a/info/alternates': '../b\n@/a\n@/secrets\n',
      'b/pack': undefined,
      'secrets/key': '',
    },
    { alternates: ['@/a', '@/b'] },
  ],
  [
    'the pointers of its linked worktrees',
    {
      ...REPOSITORY('p/.git'),
      'p/.git/worktrees/w/gitdir': '@/w/.git\n',
      'p/.git/worktrees/w/commondir': '../..\n',
    },
    { pointers: ['@/p/.git/worktrees/w/commondir', '@/p/.git/worktrees/w/gitdir'] },
  ],
  [
    'info/attributes',
    { ...REPOSITORY('p/.git'), 'p/.git/info/attributes': '' },
    { attributes: ['@/p/.git/info/attributes'] },
  ],
]

test('nothing is made in a git folder that cannot be written', () => {
  class Closed extends Files {
    override may(): boolean {
      return false
    }
  }
  const tree = REPOSITORY('p/.git')
  expect(gather(homes.plant(tree), { files: new Closed(new Libc()) }).repositories[0]?.absent).toEqual([])
})

test('settings that wait for git to look at them are told', () => {
  const tree = { ...REPOSITORY('p/.git'), 'p/.git/config.worktree': '[core]\n\tfsmonitor = ./bad\n' }
  expect(gather(homes.plant(tree)).notices).toEqual([
    '@/p/.git/config.worktree has no effect now, but would after git sparse-checkout: look at it',
  ])
})

test('what jail itself left behind is taken for missing, so that it is taken away again', () => {
  const ours = { ...REPOSITORY('p/.git'), 'p/.git/commondir': '.\n' }
  expect(gather(homes.plant(ours)).repositories[0]?.absent).toMatchObject([{ path: '@/p/.git/commondir' }])
  const others = { ...REPOSITORY('p/.git'), 'p/.git/commondir': './\n' }
  expect(gather(homes.plant(others)).repositories[0]?.absent).toEqual([])
})

describe('of a repository is known', () => {
  test.each(LISTS)('%s', (_, tree, wanted) => {
    expect(gather(homes.plant(tree)).repositories[0]).toMatchObject(wanted)
  })
})

describe('repositories in the project', () => {
  test('are found at any depth, but not in node_modules and not behind links', () => {
    const tree: Tree = {
      ...REPOSITORY('p/.git'),
      ...REPOSITORY('p/a/b/c/.git'),
      ...REPOSITORY('p/node_modules/x/.git'),
      ...REPOSITORY('elsewhere/.git'),
      'p/link': '-> ../elsewhere',
      'p/w/.git': 'gitdir: ../.git/worktrees/w\n',
      'p/.git/worktrees/w/commondir': '../..\n',
      'p/.git/worktrees/w/gitdir': '@/p/w/.git\n',
    }
    const found = gather(homes.plant(tree)).repositories.map(({ kind, gitDir }) => `${kind} ${gitDir}`)
    expect(found.sort()).toEqual(['nested @/p/.git/worktrees/w', 'nested @/p/a/b/c/.git', 'project @/p/.git'])
  })

  test('of submodules are found by their git folders, also deep ones with slashes in their names', () => {
    const tree: Tree = {
      ...REPOSITORY('p/.git'),
      ...REPOSITORY('p/.git/modules/libs/a', '[core]\nworktree = ../../../../libs/a\nhooksPath = .h\n'),
      ...REPOSITORY('p/.git/modules/libs/a/modules/deep/er'),
      'p/libs/a/.git': 'gitdir: ../../.git/modules/libs/a\n',
      // A sign of a git folder on the way must not keep the one behind it from being found.
      'p/.git/modules/libs/config': '',
    }
    const git = gather(homes.plant(tree))
    expect(git.repositories.map(({ gitDir }) => gitDir).sort()).toEqual([
      '@/p/.git',
      '@/p/.git/modules/libs',
      '@/p/.git/modules/libs/a',
      '@/p/.git/modules/libs/a/modules/deep/er',
    ])
    expect(git.repositories.find(({ gitDir }) => gitDir.endsWith('libs/a'))?.hooks).toContain('@/p/libs/a/.h')
    expect(git.pointers).toEqual(['@/p/libs/a/.git'])
  })

  test('that lead out of the project are not followed, and their pointers are known', () => {
    const git = gather(homes.plant({ ...REPOSITORY('m/.git'), 'p/x/.git': 'gitdir: @/m/.git\n' }))
    expect(git).toMatchObject({ repositories: [], pointers: ['@/p/x/.git'] })
  })
})

describe('other folders that may be written', () => {
  const tree: Tree = {
    ...REPOSITORY('q/.git'),
    ...REPOSITORY('bare.git', '[core]\n\tbare = true\n'),
    ...REPOSITORY('r/.git'),
    'plain/x': '',
  }
  test('are looked at when they are repositories, bare ones too', () => {
    const git = gather(homes.plant(tree), { write: ['q', 'bare.git', 'plain', 'none'] })
    expect(git.repositories.map(({ gitDir }) => gitDir)).toEqual(['@/q/.git', '@/bare.git'])
    expect(git.repositories[1]?.absent).toMatchObject([{ path: '@/bare.git/commondir' }])
    expect(git.notices).toEqual([])
  })
})
