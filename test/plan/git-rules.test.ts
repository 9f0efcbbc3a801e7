import { describe, expect, test } from 'bun:test'
import type { GitFacts, GitOutside, GitRepository } from '../../src/host/facts.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Made } from '../hosts/small.ts'
import { seenAt } from './seen.ts'

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 10'
const BASE: LayerFile = { write: { './': 'the project' }, hide: { '~/.ssh': 'keys' } }
const P = '/home/eve/p'
const M = '/home/eve/m/.git'

const ENTRIES = {
  [`${P}/.git`]: FOLDER,
  [`${P}/.git/config`]: FILE,
  [`${P}/.git/hooks`]: FOLDER,
  [`${P}/src`]: FOLDER,
  [`${P}/src/tool`]: FILE,
  '/home/eve/m': FOLDER,
  '/home/eve/m/secret': FILE,
  [M]: FOLDER,
  [`${M}/config`]: FILE,
  [`${M}/hooks`]: FOLDER,
  [`${M}/worktrees`]: FOLDER,
  [`${M}/worktrees/p`]: FOLDER,
  [`${M}/worktrees/p/gitdir`]: FILE,
  '/home/eve/.ssh': FOLDER,
  '/home/eve/.ssh/.git': FOLDER,
}

function repository(change: Partial<GitRepository> = {}, gitDir = `${P}/.git`): GitRepository {
  return {
    kind: 'project',
    entry: 'folder',
    workTree: P,
    gitDir,
    commonDir: gitDir,
    pointers: [],
    configs: [`${gitDir}/config`],
    included: [],
    hooks: [`${gitDir}/hooks`],
    attributes: [],
    programs: [],
    absent: [],
    alternates: [],
    ...change,
  }
}

const NONE: GitFacts = {
  repositories: [],
  outside: undefined,
  pointers: [],
  notices: [],
  incomplete: undefined,
}

type Extra = {
  readonly layers?: readonly LayerFile[]
  readonly entries?: Readonly<Record<string, string | null>>
}

function made(git: Partial<GitFacts>, { layers = [], entries = {} }: Extra = {}): Made {
  return decide([BASE, ...layers], { entries: { ...ENTRIES, ...entries } }, { git: { ...NONE, ...git } })
}

function seen(git: Partial<GitFacts>, path: string, extra: Extra = {}): string {
  return seenAt(made(git, extra).plan.ops, path)
}

describe('in a repository of the project', () => {
  test.each([
    ['the settings', {}, `${P}/.git/config`],
    ['the hooks', {}, `${P}/.git/hooks`],
    ['a file that settings include', { included: [`${P}/src/tool`] }, `${P}/src/tool`],
    ['a folder of hooks in the work tree', { hooks: [`${P}/src`] }, `${P}/src/tool`],
    [
      'a program that the settings name',
      { programs: [{ path: `${P}/src/tool`, key: 'core.fsmonitor' }] },
      `${P}/src/tool`,
    ],
    ['a pointer', { pointers: [`${P}/src/tool`] }, `${P}/src/tool`],
    ['attributes', { attributes: [`${P}/src/tool`] }, `${P}/src/tool`],
  ] as [string, Partial<GitRepository>, string][])('read-only: %s', (_, change, path) => {
    expect(seen({ repositories: [repository(change)] }, path)).toBe(`host ${path} ro`)
    expect(seen({}, path)).toBe(`host ${path} rw`)
  })

  test.each([
    ['the rest of the git folder', {}, `${P}/.git/index`],
    ['the rest of the project', {}, `${P}/src/tool`],
    ['a work tree that hooks are taken from', { hooks: [P] }, `${P}/src/tool`],
    ['a git folder that hooks are taken from', { hooks: [`${P}/.git`] }, `${P}/.git/index`],
    ['the project, when settings name a folder above it', { included: ['/home/eve'] }, `${P}/src/tool`],
  ] as [string, Partial<GitRepository>, string][])('writable: %s', (_, change, path) => {
    expect(seen({ repositories: [repository(change)] }, path)).toBe(`host ${path} rw`)
  })

  test.each([
    ['a work tree', { workTree: `${P}/src` }],
    ['a git folder', { gitDir: `${P}/src` }],
    ['settings', { commonDir: `${P}/src` }],
  ] as [string, Partial<GitRepository>][])(
    'the command cannot lift it by a repository with %s there',
    (_, change) => {
      const planted = repository(
        { kind: 'module', entry: 'none', workTree: undefined, ...change },
        `${P}/.git/modules/m`,
      )
      const { plan } = made({ repositories: [repository({ hooks: [`${P}/src`] }), planted] })
      expect(seenAt(plan.ops, `${P}/src/tool`)).toBe(`host ${P}/src/tool ro`)
      expect(plan.notices.filter((notice) => notice.includes('where work goes on'))).toEqual([])
    },
  )

  test('a missing folder of hooks is made, in git’s own folder and nowhere else', () => {
    const git = { repositories: [repository({ hooks: [`${P}/.git/hooks`, `${P}/.githooks`] })] }
    const { plan } = made(git, { entries: { [`${P}/.git/hooks`]: null } })
    expect(plan.create.map(({ path }) => path).filter((path) => path.startsWith(P))).toEqual([
      `${P}/.git/hooks`,
    ])
    expect(plan.notices).toEqual([
      `git takes hooks from ${P}/.githooks, which is not there: the command can make it. To close it: mkdir ${P}/.githooks`,
    ])
  })

  test('a file that must not be made is made by jail, with its text', () => {
    const absent = [{ path: `${P}/.git/commondir`, text: '.\n', why: 'w' }]
    const { plan } = made({ repositories: [repository({ absent })] })
    expect(plan.create).toContainEqual({ path: `${P}/.git/commondir`, content: '.\n', lent: true, why: 'w' })
    expect(seenAt(plan.ops, `${P}/.git/commondir`)).toBe(`host ${P}/.git/commondir ro`)
  })

  test('also when a profile protects it where it exists', () => {
    const absent = [{ path: `${P}/.git/commondir`, text: '', why: 'w' }]
    const layers = [{ protect: { './.git/commondir': 'x' } }]
    expect(seen({ repositories: [repository({ absent })] }, `${P}/.git/commondir`, { layers })).toBe(
      `host ${P}/.git/commondir ro`,
    )
  })

  test('nothing is made where the command cannot write', () => {
    const absent = [{ path: `${M}/commondir`, text: '.\n', why: 'w' }]
    const { plan } = made({ repositories: [repository({ absent }, M)] })
    expect(plan.create.filter(({ path }) => path.startsWith(M))).toEqual([])
    expect(seenAt(plan.ops, M)).toBe('nothing')
  })

  test('nor where it sees all read-only, should a planted commondir lead there', () => {
    const absent = [{ path: `${M}/commondir`, text: '.\n', why: 'w' }]
    const git = { repositories: [repository({ absent, commonDir: M, hooks: [`${M}/hooks`] })] }
    const { plan } = made(git, { layers: [{ read: { '~/m': 'x' } }], entries: { [`${M}/hooks`]: null } })
    expect(plan.create.filter(({ path }) => path.startsWith(M))).toEqual([])
  })

  test.each([
    ['write: ./.git/config', { write: { './.git/config': 'I set remotes' } }, `${P}/.git/config`],
    ['write: ./.git/hooks', { write: { './.git/hooks': 'I write hooks' } }, `${P}/.git/hooks`],
  ] as [string, LayerFile, string][])('%s of a person lifts it, and the other stays', (_, layer, path) => {
    const git = { repositories: [repository()] }
    const extra = { layers: [layer] }
    expect(seen(git, path, extra)).toBe(`host ${path} rw`)
    const other = path.endsWith('config') ? `${P}/.git/hooks` : `${P}/.git/config`
    expect(seen(git, other, extra)).toBe(`host ${other} ro`)
  })
})

describe('a git folder outside of the project', () => {
  const outside: GitOutside = { pointer: `${P}/.git`, forged: undefined, what: 'worktree', commonDir: M }
  const entries = { [`${P}/.git`]: FILE, [`${P}/.git/config`]: null, [`${P}/.git/hooks`]: null }
  const linked = repository(
    { entry: 'file', gitDir: `${M}/worktrees/p`, pointers: [`${M}/worktrees/p/gitdir`] },
    M,
  )
  const git: Partial<GitFacts> = {
    repositories: [{ ...linked, gitDir: `${M}/worktrees/p` }],
    outside,
    pointers: [`${P}/.git`],
  }

  // openai/codex#19786: a commit in a linked worktree writes in the main repository's git folder.
  test('that leads back is writable, without its settings, hooks and pointers', () => {
    expect(seen(git, `${M}/objects`, { entries })).toBe(`host ${M}/objects rw`)
    for (const path of [`${M}/config`, `${M}/hooks`, `${M}/worktrees/p/gitdir`, `${P}/.git`])
      expect(seen(git, path, { entries })).toBe(`host ${path} ro`)
  })

  test('brings nothing else of its repository along', () => {
    expect(seen(git, '/home/eve/m/secret', { entries })).toBe('nothing')
    expect(made(git, { entries }).plan.notices).toEqual([])
  })

  test('that is forged is not there, and it is said', () => {
    const forged = { why: 'it leads to /x', fix: 'git worktree repair' }
    const plan = made({ outside: { ...outside, forged } }, { entries }).plan
    expect(seenAt(plan.ops, M)).toBe('nothing')
    expect(plan.notices).toEqual([
      `${P}/.git leads to ${M}, which is not given, so git does not work inside: it leads to /x. What to do: git worktree repair`,
    ])
  })

  test('that is forged and given by the person is nothing to speak of', () => {
    const layers = [{ write: { '~/m/.git': 'mine' } }]
    const forged = { why: 'it leads to /x', fix: 'git worktree repair' }
    expect(made({ outside: { ...outside, forged } }, { entries, layers }).plan.notices).toEqual([])
  })

  test.each([
    [
      'in a hidden place',
      { ...outside, commonDir: '/home/eve/.ssh/.git', hiddenBy: '/home/eve/.ssh' },
      '/home/eve/.ssh/.git',
    ],
    ['around the project', { ...outside, commonDir: '/home/eve' }, '/home/eve/m/secret'],
  ] as [string, GitOutside, string][])('%s is not opened', (_, place, path) => {
    const plan = made({ outside: place }, { entries }).plan
    expect(seenAt(plan.ops, path)).toBe('nothing')
    expect(plan.notices).toHaveLength(1)
  })

  test('is read-only when the person says so', () => {
    const layers = [{ read: { '~/m/.git': 'only look' } }]
    expect(seen(git, `${M}/objects`, { entries, layers })).toBe(`host ${M}/objects ro`)
  })
})

describe('is said at the start', () => {
  test('that objects lie in a hidden repository, with the line that shows them', () => {
    const git = { repositories: [repository({ alternates: ['/home/eve/m/.git/objects'] })] }
    expect(made(git).plan.notices).toEqual([
      `${P}/.git needs objects of another repository, which is hidden. To show it: --read /home/eve/m/.git/objects`,
    ])
    expect(made(git, { layers: [{ read: { '~/m': 'x' } }] }).plan.notices).toEqual([])
  })

  test('what could not be read, and not more than ten of it', () => {
    const notices = Array.from({ length: 15 }, (_, at) => `file ${at} is odd`)
    const told = made({ notices }).plan.notices
    expect(told).toHaveLength(11)
    expect([told[0], told[10]]).toEqual(['file 0 is odd.', 'There are 5 more notices about git.'])
  })

  test('nothing about a repository as it should be', () => {
    expect(made({ repositories: [repository()] }).plan.notices).toEqual([])
  })
})

test('a project that was not looked through as a whole is weaker than the policy', () => {
  expect(made({ incomplete: 'it has more than 50000 folders' }).plan.weakened).toMatchObject([
    {
      id: 'nested-repositories',
      because: 'not all of it can be protected: it has more than 50000 folders',
    },
  ])
  expect(made({}).plan.weakened).toEqual([])
})
