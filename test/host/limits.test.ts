import { describe, expect, test } from 'bun:test'
import {
  holdsSecrets,
  isSystem,
  isTooWide,
  SECRETS,
  SYSTEM_FOLDERS,
  TOO_WIDE,
  WIDE_FOLDERS,
} from '../../src/host/toolchains/limits.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { full, HOME } from './ana.ts'

describe('too wide', () => {
  test.each([
    ...['/', '/home', '~', '~/.local', '~/.local/share', '~/.local/bin', '~/.config', '~/.cache', '~/.nvm'],
    ...['~/.nvm/versions/node', '~/src', '~/bin', '~/Documents', '/home/bob', '/run/user/1000', '/nix'],
  ])('is %s', (path) => {
    expect(isTooWide(full(path), HOME)).toBe(true)
  })

  test.each([
    '/var',
    '/etc',
    '/run',
    '/tmp',
    '/home',
    '/root',
    '/mnt',
    '/srv',
    '/dev',
    '/var/home',
    '/mnt/c',
    '/mnt/c/x',
  ])('is %s, which holds everything of its kind, wherever home is', (path) => {
    for (const home of ['/home/ana', '/root', '/data/users/ana'])
      expect([home, isTooWide(path, home)]).toEqual([home, true])
  })

  test.each([
    ...['~/.local/share/pnpm', '~/.local/lib/node_modules', '~/.nvm/versions/node/v22', '~/.volta', '~/app'],
    ...['/data/node', '/home/ana2/node', '/home/an/node', '~/.localx', '/conda', '/run/user/1000/fnm'],
  ])('is not %s', (path) => {
    expect(isTooWide(full(path), HOME)).toBe(false)
  })

  test('is what lies above home, and not what only begins like the way to it', () => {
    expect(isTooWide('/data/users', '/data/users/ana')).toBe(true)
    expect(isTooWide('/data/use', '/data/users/ana')).toBe(false)
  })
})

describe('secrets', () => {
  test.each([
    ...['~/.ssh', '~/.ssh/keys/bin', '~/.cargo', '~/.cargo/credentials.toml', '~/.config', '~', '/home'],
    ...['~/.config/gh', '~/.local/share', '~/.npmrc', '~/.docker/x'],
  ])('are in %s', (path) => {
    expect(holdsSecrets(full(path), HOME)).toBe(true)
  })

  test.each([
    ...['~/.cargo/bin', '~/.sshx', '~/.config/mise/config.toml', '~/.local/share/mise', '~/.volta'],
    ...['/home/bob/.ssh', '/home/ana2/.ssh', '/data', '~/app/.ssh'],
  ])('are not known in %s', (path) => {
    expect(holdsSecrets(full(path), HOME)).toBe(false)
  })

  test('are all that the base profile hides, and no tool is ever given one', () => {
    const xdg = {
      $XDG_CONFIG_HOME: '~/.config',
      $XDG_DATA_HOME: '~/.local/share',
      $XDG_STATE_HOME: '~/.local/state',
    }
    const hidden = Object.keys(BUILTIN_PROFILES['base']?.hide ?? {}).map((place) =>
      Object.entries(xdg).reduce((text, [name, folder]) => text.replace(name, folder), place),
    )
    expect(hidden.length).toBeGreaterThan(10)
    for (const place of hidden.filter((one) => one.startsWith('~/')))
      expect([place, holdsSecrets(full(place), HOME)]).toEqual([place, true])
  })
})

test.each([
  ['/usr', true],
  ['/usr/local/bin', true],
  ['/opt/node/bin', true],
  ['/nix/store/x/bin', true],
  ['/snap/bin', true],
  ['/usr2/bin', false],
  ['/', false],
  ['/nix', false],
  ['/home/linuxbrew', false],
  ['/root/bin', false],
  ['/optional/bin', false],
])('%s is shown in every box: %p', (path, answer) => {
  expect(isSystem(path)).toBe(answer)
})

test('each list has a folder once, as a plain path', () => {
  for (const list of [TOO_WIDE, SECRETS]) {
    expect(new Set(list).size).toBe(list.length)
    for (const path of list) expect(path).toMatch(/^[^/]+(\/[^/]+)*$/)
  }
  for (const list of [WIDE_FOLDERS, SYSTEM_FOLDERS]) {
    expect(new Set(list).size).toBe(list.length)
    for (const path of list) expect(path).toMatch(/^(\/[^/]+)+$/)
  }
})
