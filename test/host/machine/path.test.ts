import { afterAll, describe, expect, test } from 'bun:test'
import { parseMounts } from '../../../src/host/gather/mounts.ts'
import { path as gatherer, isOnWindows } from '../../../src/host/machine/path.ts'
import { otherWriters, strangersIn } from '../../../src/host/machine/writers.ts'
import type { PathEntry } from '../../../src/host/places.ts'
import type { Stat } from '../../../src/sys/files.ts'
import { Planted } from './planted.ts'

const home = new Planted()
afterAll(() => home.remove())

async function entries(path: string, env: Record<string, string> = {}): Promise<PathEntry[]> {
  const found = await gatherer.gather(home.ground({ PATH: path, ...env }))
  return found.map((entry) => ({
    ...entry,
    path: home.shown(entry.path),
    shims: entry.shims && {
      ...entry.shims,
      root: home.shown(entry.shims.root),
      hidden: entry.shims.hidden && home.shown(entry.shims.hidden),
    },
    open: entry.open && { ...entry.open, at: home.shown(entry.open.at) },
  }))
}

const NOTHING = { open: null, visible: null, shims: null }

describe('an entry of PATH', () => {
  home.folder('~/tools')
  home.folder('~/open', 0o777)
  home.folder('~/open/inner')
  home.folder('~/sticky', 0o1777)
  home.folder('~/sticky/inner')
  home.file('~/file', '', 0o644)
  home.link('~/gone', './nothing')
  home.file('~/.volta/bin/volta-shim')
  home.file('~/elsewhere/mise')
  home.link('~/.local/share/mise/shims/node', '~/elsewhere/mise')
  home.file('~/.asdf/shims/node')
  home.file('~/.nvm/versions/node/v22.0.0/bin/node')
  home.folder('~/.nvm/versions/node/v22.0.0/lib/node_modules')
  home.file('~/.local/lib/node_modules/x/x.js')
  home.file('~/.local/bin/node')

  test.each<[string, string, Omit<PathEntry, 'path'>]>([
    [
      'of the system is visible',
      '/usr/bin',
      { ...NOTHING, state: 'folder', visible: 'programs and libraries' },
    ],
    ['of home that no manager knows is hidden', '~/tools', { ...NOTHING, state: 'folder' }],
    [
      'of nvm is visible',
      '~/.nvm/versions/node/v22.0.0/bin',
      { ...NOTHING, state: 'folder', visible: 'programs of nvm' },
    ],
    [
      'with the programs of npm is visible in part',
      '~/.local/bin',
      { ...NOTHING, state: 'folder', visible: 'some programs in it are shown' },
    ],
    [
      'with shims is visible with what they start',
      '~/.volta/bin',
      {
        ...NOTHING,
        state: 'folder',
        visible: 'programs of volta',
        shims: { manager: 'volta', root: '~/.volta', hidden: null },
      },
    ],
    [
      'with shims of a mise that no layout knows is visible, and mise is missed',
      '~/.local/share/mise/shims',
      {
        ...NOTHING,
        state: 'folder',
        visible: 'programs of mise',
        shims: { manager: 'mise', root: '~/.local/share/mise', hidden: '~/elsewhere/mise' },
      },
    ],
    [
      'with shims of an asdf that is there is fine',
      '~/.asdf/shims',
      {
        ...NOTHING,
        state: 'folder',
        visible: 'programs of asdf',
        shims: { manager: 'asdf', root: '~/.asdf', hidden: null },
      },
    ],
    ['that is not there', '~/nothing', { ...NOTHING, state: 'absent' }],
    ['that leads nowhere', '~/gone', { ...NOTHING, state: 'absent' }],
    ['that is a file', '~/file', { ...NOTHING, state: 'other' }],
    ['without a leading slash', './node_modules/.bin', { ...NOTHING, state: 'relative' }],
    [
      'that everybody may write',
      '~/open',
      { ...NOTHING, state: 'folder', open: { at: '~/open', by: 'everybody', who: 'everybody' } },
    ],
    [
      'in a folder that everybody may write',
      '~/open/inner',
      { ...NOTHING, state: 'folder', open: { at: '~/open', by: 'everybody', who: 'everybody' } },
    ],
    ['in a sticky folder, where nobody can replace it', '~/sticky/inner', { ...NOTHING, state: 'folder' }],
    [
      'that is itself sticky, where everybody can add programs',
      '~/sticky',
      { ...NOTHING, state: 'folder', open: { at: '~/sticky', by: 'everybody', who: 'everybody' } },
    ],
  ])('%s', async (_, entry, wanted) => {
    expect(await entries(entry)).toEqual([{ path: entry, ...wanted }])
  })

  test('that is empty means the current folder', async () => {
    const [first, second] = await entries(':/usr/bin:/usr/bin')
    expect(first).toEqual({ path: '', ...NOTHING, state: 'relative' })
    expect(second?.path).toBe('/usr/bin')
  })

  test('counts once', async () => expect(await entries('/usr/bin:/bin:/usr/bin')).toHaveLength(2))
  test('is none of an empty PATH', async () => expect(await entries('')).toEqual([]))
})

const ACCOUNTS = {
  uid: 1000,
  user: 'ana',
  passwd:
    'root:x:0:0::/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\nbob:x:1001:300::/home/bob:/bin/sh\n',
  group: 'root:x:0:\nana:x:1000:\nstaff:x:50:\ndev:x:60:ana,carl\nwheel:x:70:root,ana\nall:x:300:\n',
}

describe('a group has somebody else in it', () => {
  test.each([
    ['as a member', 60, 'the group dev, as carl is in it'],
    ['by the account', 300, 'the group all, as bob is in it'],
    ['perhaps, when another service of names has it', 999, 'the group 999'],
  ])('%s', (_, gid, who) => expect(strangersIn(gid, ACCOUNTS)).toBe(who))

  test.each([
    ['of root', 0],
    ['of the caller alone', 1000],
    ['without members', 50],
    ['with root and the caller', 70],
  ])('but not one %s', (_, gid) => expect(strangersIn(gid, ACCOUNTS)).toBeNull())
})

describe('a folder of programs can be changed', () => {
  const at = (uid: number, mode: number, gid = 0) => {
    const stats: Record<string, Partial<Stat>> = { '/a/bin': { uid, mode, gid } }
    const stat = (path: string) => ({ kind: 'folder', uid: 0, gid: 0, mode: 0o755, ...stats[path] }) as Stat
    return otherWriters('/a/bin', ACCOUNTS, { stat })
  }

  test.each([
    ['by its owner', at(7, 0o755), { at: '/a/bin', by: 'owner', who: 'uid 7, to whom it belongs' }],
    ['by everybody', at(0, 0o757), { at: '/a/bin', by: 'everybody', who: 'everybody' }],
    [
      'by a group with others in it',
      at(0, 0o775, 60),
      { at: '/a/bin', by: 'group', who: 'the group dev, as carl is in it' },
    ],
  ] as const)('%s', (_, found, wanted) => expect(found).toEqual(wanted))

  test.each([
    ['of root', at(0, 0o755)],
    ['of the caller', at(1000, 0o700)],
    ['of a group that nobody is in', at(0, 0o2775, 50)],
    ['of nobody who is known in this namespace', at(65_534, 0o755)],
  ] as const)('but not one %s', (_, found) => expect(found).toBeNull())
})

describe('a folder is of Windows', () => {
  const mounts = parseMounts(
    '1 0 8:1 / / rw - ext4 a rw\n2 1 0:9 / /mnt/c rw - 9p drvfs rw\n3 1 8:2 / /mnt/d rw - ext4 b rw\n4 1 0:8 / /share rw - 9p h rw\n',
  )
  test.each([
    ['/mnt/c/WINDOWS/system32', true],
    ['/mnt/d/bin', false],
    ['/mnt/cc', false],
    ['/share/bin', false],
    ['/usr/bin', false],
  ])('%s: %p', (real, wanted) => expect(isOnWindows(real, mounts)).toBe(wanted))
})
