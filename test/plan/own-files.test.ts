import { describe, expect, test } from 'bun:test'
import { decide } from '../hosts/small.ts'
import { seenAt } from './seen.ts'

const F = 'folder 0755 1000 1000'
const C = 'file 0644 1000 1000 9'
const CONFIG = {
  '/home/eve/.config': F,
  '/home/eve/.config/jail': F,
  '/home/eve/.config/jail/config.yaml': C,
  '/home/eve/.local': F,
  '/home/eve/.local/state': F,
  '/home/eve/.local/state/jail': F,
}
const BASE = {
  write: { '.': 'the project' },
  hide: { '$XDG_CONFIG_HOME/jail': 'own', '$XDG_STATE_HOME/jail': 'own' },
}
const LINKED = {
  ...CONFIG,
  '/home/eve/.config/jail/config.yaml': 'link ../../dot/jail/config.yaml',
  '/home/eve/dot': F,
  '/home/eve/dot/jail': F,
  '/home/eve/dot/jail/config.yaml': C,
}
const write = (...paths: string[]) => ({ write: Object.fromEntries(paths.map((path) => [path, 'flag'])) })

describe("jail's own files are not writable", () => {
  test.each([
    ['in a writable ~/.config', write('~/.config'), CONFIG, '/home/eve/.config/jail/config.yaml', 'nothing'],
    ['in a writable home', write('~'), CONFIG, '/home/eve/.local/state/jail/allowed', 'nothing'],
    [
      'at the end of a link into a writable folder',
      write('~/dot'),
      LINKED,
      '/home/eve/dot/jail/config.yaml',
      'host /home/eve/dot/jail/config.yaml ro',
    ],
    [
      'in the project',
      {},
      { '/home/eve/p/.jail.yaml': C },
      '/home/eve/p/.jail.yaml',
      'host /home/eve/p/.jail.yaml ro',
    ],
    [
      'when a rule takes the protection back',
      { hide: { '$XDG_CONFIG_HOME/jail': null }, ...write('~/.config') },
      CONFIG,
      '/home/eve/.config/jail/config.yaml',
      'host /home/eve/.config/jail/config.yaml ro',
    ],
    [
      'the program itself',
      write('/usr/local'),
      { '/usr': F, '/usr/local': F, '/usr/local/bin': F, '/usr/local/bin/jail': C },
      '/usr/local/bin/jail',
      'host /usr/local/bin/jail ro',
    ],
    [
      'settings of the administrator',
      write('/etc'),
      { '/etc/jail': 'folder 0755 0 0', '/etc/jail/config.yaml': 'file 0644 0 0 9' },
      '/etc/jail/config.yaml',
      'host /etc/jail/config.yaml ro',
    ],
  ] as const)('%s', (_, file, entries, path, seen) => {
    const { plan } = decide([BASE, file], { entries })
    expect(seenAt(plan.ops, path)).toBe(seen)
  })

  test('and the folders around them cannot be moved aside', () => {
    const pins = (file: object, entries: Record<string, string>) =>
      decide([BASE, file], { entries })
        .plan.ops.filter((op) => op.why.startsWith('pinned'))
        .map((op) => op.path)
    expect(pins(write('~'), CONFIG)).toEqual(
      expect.arrayContaining(['/home/eve/.config', '/home/eve/.local', '/home/eve/.local/state']),
    )
    expect(pins(write('~/dot'), LINKED)).toEqual(['/home/eve/dot/jail'])
    const read = { ...write('~/dot'), read: { '~/dot/jail/config.yaml': 'flag' } }
    expect(pins(read, LINKED)).toEqual(['/home/eve/dot/jail'])
  })

  test('and are made where they are missing and could be made inside, but nowhere else', () => {
    const made = (file: object, entries: Record<string, string>) =>
      decide([BASE, file], { entries }).plan.create.map(({ path }) => path)
    const home = { '/home/eve/.config': F }
    expect(made(write('~/.config'), home)).toContain('/home/eve/.config/jail')
    expect(made({}, home)).not.toContain('/home/eve/.config/jail')
    expect(made(write('/etc'), home)).not.toContain('/etc/jail')
    expect(
      seenAt(decide([BASE, write('~/.config')], { entries: home }).plan.ops, '/home/eve/.config/jail/x'),
    ).toBe('host /home/eve/.config/jail/x ro')
  })

  test('and what is beside them stays writable', () => {
    const { plan } = decide([BASE, write('~/.config')], { entries: CONFIG })
    expect(seenAt(plan.ops, '/home/eve/.config/other')).toBe('host /home/eve/.config/other rw')
  })
})

describe('a start is refused', () => {
  test.each([
    ['for a grant of the settings', write('~/.config/jail'), CONFIG],
    ['for a grant of one file of them', write('~/.config/jail/config.yaml'), CONFIG],
    ['for a grant of the records', write('~/.local/state/jail'), CONFIG],
    ['for a grant of the target of a link', write('~/dot/jail/config.yaml'), LINKED],
    ['for a grant of the settings of the project', write('./.jail.yaml'), { '/home/eve/p/.jail.yaml': C }],
    [
      'where a link on the way can be replaced',
      write('~'),
      { ...CONFIG, '/home/eve/.config': 'link dot', '/home/eve/dot': F, '/home/eve/dot/jail': F },
    ],
    [
      'where such a link lies in a read folder that can be moved aside',
      { ...write('~/dot'), read: { '~/dot/a/b': 'x' } },
      {
        '/home/eve/.config': F,
        '/home/eve/.config/jail': 'link ../dot/a/b/jail',
        '/home/eve/dot': F,
        '/home/eve/dot/a': F,
        '/home/eve/dot/a/b': F,
        '/home/eve/dot/a/b/jail': 'link /var/jail',
        '/var/jail': F,
      },
    ],
    [
      'where a link leads to nothing in a writable folder',
      write('~/dot'),
      { ...LINKED, '/home/eve/dot/jail/config.yaml': null },
    ],
    [
      'where the project holds the settings by a link',
      {},
      { '/home/eve/.config': F, '/home/eve/.config/jail': 'link ../p' },
    ],
  ] as const)('%s', (_, file, entries) => {
    const act = () => decide([BASE, file], { entries })
    expect(act).toThrow(expect.objectContaining({ id: 'policy.own-files' }))
  })

  test.each([
    ['for reading the settings', { read: { '~/.config/jail': 'flag' } }, CONFIG],
    ['for a copy of them', { copy: { '~/.config/jail/config.yaml': 'flag' } }, CONFIG],
    ['where the link to them is out of reach', write('~/dot'), LINKED],
    ['for other settings', write('~/.config/other'), { ...CONFIG, '/home/eve/.config/other': F }],
  ] as const)('but not %s', (_, file, entries) => {
    expect(() => decide([BASE, file], { entries })).not.toThrow()
  })
})
