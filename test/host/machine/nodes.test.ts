import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { nodesAt, versionInHeader, versionInPackages, versionOf } from '../../../src/host/machine/nodes.ts'
import type { NodeInstall } from '../../../src/host/places.ts'
import { files, Planted } from './planted.ts'

const home = new Planted()
afterAll(() => home.remove())

const HEADER = '#define NODE_MAJOR_VERSION 21\n#define NODE_MINOR_VERSION 7\n#define NODE_PATCH_VERSION 3\n'

beforeAll(() => {
  home.file('~/.nvm/versions/node/v22.11.0/bin/node')
  home.folder('~/.nvm/versions/node/v22.11.0/lib/node_modules')
  home.file('~/.nvm/versions/node/v20.1.0/bin/node')
  home.file('~/.local/share/fnm/node-versions/v18.20.4/installation/bin/node')
  home.file('~/.volta/tools/image/node/20.9.0/bin/node')
  home.file('~/.asdf/installs/nodejs/19.0.1/bin/node')
  home.file('~/.local/share/mise/installs/node/23.0.0/bin/node')
  home.link('~/.local/share/mise/installs/node/latest', './23.0.0')
  home.file('~/.nodenv/versions/16.20.2/bin/node')
  home.file('~/.local/share/pnpm/nodejs/22.3.0/bin/node')
  home.file('~/.n/n/versions/node/14.21.3/bin/node')
  home.file('~/.linuxbrew/Cellar/node@20/20.5.1/bin/node')
  home.link('~/.linuxbrew/bin/node', '../Cellar/node@20/20.5.1/bin/node')
  home.file('~/.bun/bin/bun')
  home.file('~/.deno/bin/deno')
  home.file('~/own/bin/node')
  home.file('~/own/include/node/node_version.h', HEADER, 0o644)
  home.folder('~/.nvm/versions/node/v9.9.9/bin')
})

async function own(path: string): Promise<NodeInstall[]> {
  const all = nodesAt(await home.place({ PATH: path, N_PREFIX: '~/.n' }))
  return all.filter((node) => node.path.startsWith(home.home))
}

describe('each Node is found with its manager and version', () => {
  test.each([
    ['nvm', '22.11.0', '~/.nvm/versions/node/v22.11.0/bin/node'],
    ['nvm', '20.1.0', '~/.nvm/versions/node/v20.1.0/bin/node'],
    ['fnm', '18.20.4', '~/.local/share/fnm/node-versions/v18.20.4/installation/bin/node'],
    ['volta', '20.9.0', '~/.volta/tools/image/node/20.9.0/bin/node'],
    ['asdf', '19.0.1', '~/.asdf/installs/nodejs/19.0.1/bin/node'],
    ['mise', '23.0.0', '~/.local/share/mise/installs/node/23.0.0/bin/node'],
    ['nodenv', '16.20.2', '~/.nodenv/versions/16.20.2/bin/node'],
    ['pnpm', '22.3.0', '~/.local/share/pnpm/nodejs/22.3.0/bin/node'],
    ['n', '14.21.3', '~/.n/n/versions/node/14.21.3/bin/node'],
    ['Homebrew', '20.5.1', '~/.linuxbrew/bin/node'],
    ['bun', null, '~/.bun/bin/bun'],
    ['deno', null, '~/.deno/bin/deno'],
  ])('%s %s', async (by, version, path) => {
    const nodes = await own('/usr/bin:/bin')
    expect(nodes.find((node) => node.path === home.full(path))).toMatchObject({ by, version, first: false })
  })

  test('once, though mise has a second name for it', async () => {
    const nodes = await own('/usr/bin:/bin')
    expect(nodes.filter(({ by }) => by === 'mise')).toHaveLength(1)
  })

  test('and a folder without a program is none', async () => {
    const nodes = await own('/usr/bin:/bin')
    expect(nodes.map(({ path }) => path).join()).not.toContain('v9.9.9')
  })
})

describe('the first on PATH', () => {
  test.each([
    ['of nvm', '~/.nvm/versions/node/v22.11.0/bin:/usr/bin', 'nvm', '22.11.0', true],
    ['of a prefix, by its header', '~/own/bin:/usr/bin', 'a prefix', '21.7.3', true],
  ])('is the one %s', async (_, path, by, version, visible) => {
    expect((await own(path))[0]).toMatchObject({ by, version, first: true, visible })
  })

  test('is no Node of home when PATH does not lead there', async () => {
    expect((await own('/usr/bin')).some(({ first }) => first)).toBe(false)
  })
})

describe('a version is told', () => {
  test.each([
    ['from a folder of nvm', '/h/.nvm/versions/node/v22.1.0/bin/node', '22.1.0'],
    ['from a folder with the name of the archive', '/opt/node-v20.18.1-linux-x64/bin/node', '20.18.1'],
    ['from a keg with a name and a version', '/b/Cellar/node@20/20.5.1/bin/node', '20.5.1'],
    ['not from a number that is no version', '/opt/node-20/bin/node', null],
    ['not from a longer number', '/srv/10.0.0.1/bin/node', null],
  ])('%s', (_, path, version) => expect(versionOf(path, files)).toBe(version))

  test('from the header', () => expect(versionInHeader(HEADER)).toBe('21.7.3'))
  test('not from half a header', () => expect(versionInHeader('#define NODE_MAJOR_VERSION 21\n')).toBeNull())

  test.each([
    ['with what Debian adds', 'Package: nodejs\nVersion: 18.19.0+dfsg-6~deb12u2\n\n', '18.19.0'],
    [
      'behind another package, with an epoch',
      'Package: a\nVersion: 9.9.9\n\nPackage: nodejs\nVersion: 1:20.2.1-1\n\n',
      '20.2.1',
    ],
    ['not of a package with a longer name', 'Package: nodejs-doc\nVersion: 18.19.0\n\n', null],
    ['not of the package behind it', 'Package: nodejs\nStatus: gone\n\nPackage: b\nVersion: 1.2.3\n\n', null],
  ])('from the list of packages, %s', (_, text, version) => expect(versionInPackages(text)).toBe(version))
})
