import { describe, expect, test } from 'bun:test'
import type { Layer } from '../../src/policy/layer.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide } from '../hosts/small.ts'
import { type Seen, seenAt } from './seen.ts'

const F = 'folder 0755 1000 1000'
const C = 'file 0644 1000 1000 9'
const BASE = {
  write: { '.': 'the project' },
  hide: { '~/.ssh': 'keys' },
  protect: { './.git/config': 'git' },
}
const ENTRIES = {
  '/home/eve/.ssh': F,
  '/home/eve/.ssh/key': C,
  '/home/eve/p/.git': F,
  '/home/eve/p/.git/config': C,
  '/home/eve/p/own': F,
  '/home/eve/p/out': 'link ../.ssh',
  '/home/eve/p/file': 'link ../.ssh/key',
  '/home/eve/p/in': 'link .git/config',
  '/etc/claude-code': 'folder 0755 0 0',
  '/home/eve/p/admin': 'link /etc/claude-code',
}
const project = (file: LayerFile): Layer => ({ from: '.jail.yaml', speaker: 'project', file })

describe('a link never lets the file of a project', () => {
  test.each([
    ['show a folder', { read: { './out': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    ['show a file', { read: { './file': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    ['show what lies behind one', { read: { './out/key': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    ['show what a pattern matches', { read: { './f*': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    ['copy a file', { copy: { './file': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    ['write a folder', { write: { './out': 'x' } }, '/home/eve/.ssh/key', 'nothing'],
    [
      'write what is protected',
      { write: { './in': 'x' } },
      '/home/eve/p/.git/config',
      'host /home/eve/p/.git/config ro',
    ],
    [
      'take rules of the administrator away',
      { hide: { './admin': 'x' } },
      '/etc/claude-code/a',
      'host /etc/claude-code/a ro',
    ],
  ] as const)('%s', (_, file, path, seen) => {
    const reads = { read: { '/etc/claude-code': 'rules' } }
    const { plan } = decide([BASE, reads, project(file)], { entries: ENTRIES })
    expect(seenAt(plan.ops, path)).toBe(seen)
    expect(plan.skipped.filter(({ told }) => told)).toMatchObject([{ from: '.jail.yaml' }])
  })

  test('and the person is told what to type; a link that the box could have made opens nothing for them, either', () => {
    const file = { read: { './file': 'x' } }
    const seen = (layer: LayerFile) =>
      seenAt(decide([BASE, layer], { entries: ENTRIES }).plan.ops, '/home/eve/.ssh/key')
    expect(seen({ read: { '~/.ssh/key': 'x' } })).toBe('host /home/eve/.ssh/key ro')
    expect(seen(file)).toBe('nothing')
    const { skipped } = decide([BASE, project(file)], { entries: ENTRIES }).plan
    expect(skipped.find(({ told }) => told)?.because).toEndWith('--read /home/eve/.ssh/key')
  })
})

describe('a rule of a project that a link leads away', () => {
  const docs = { '/home/eve/docs': F, '/home/eve/docs/a': C, '/home/eve/p/l': 'link ../docs' }
  test.each<readonly [string, LayerFile, LayerFile, Seen]>([
    [
      'makes nothing writable, so that another link to it shows nothing',
      { read: { './l/a': 'x' }, protect: { '~/docs': 'x' } },
      { write: { './l': 'x' } },
      'nothing',
    ],
    [
      'does not take the place of what the person says about the same path',
      { write: { '~/docs': 'x' }, read: { './l': 'x' } },
      { read: { './l': 'x' } },
      'host /home/eve/docs/a ro',
    ],
    [
      'nor of what they hide',
      { write: { '~/docs': 'x' }, hide: { './l': 'x' } },
      { read: { './l': 'x' } },
      'nothing',
    ],
  ])('%s', (_, person, said, seen) => {
    const layers = [{ write: { '.': 'the project' } }, person]
    const look = (...all: (Layer | LayerFile)[]) =>
      seenAt(decide(all, { entries: docs }).plan.ops, '/home/eve/docs/a')
    expect(look(...layers, project(said))).toBe(seen)
    expect(look(...layers)).toBe(seen)
  })
})

describe('a link that the box could have made', () => {
  const docs = { '/home/eve/p/fixed': F, '/home/eve/p/fixed/a': C, '/home/eve/p/l': 'link fixed/a' }
  test.each([
    ['read', '/home/eve/p/fixed/a', 'host /home/eve/p/fixed/a ro'],
    ['write', '/home/eve/p/fixed/a', 'host /home/eve/p/fixed/a ro'],
    ['copy', '/home/eve/p/fixed/a', 'host /home/eve/p/fixed/a ro'],
  ] as const)('lets what a person shows read-only not be changed by %s', (word, path, seen) => {
    const layers = [{ write: { '.': 'x' } }, { read: { './fixed': 'x' } }, { [word]: { './l': 'x' } }]
    expect(seenAt(decide(layers, { entries: docs }).plan.ops, path)).toBe(seen)
  })
})

describe('a rule of the file of a project counts', () => {
  test.each([
    ['for what is no link', { read: { './own': 'x' } }, '/home/eve/p/own/a', 'host /home/eve/p/own/a ro', {}],
    ['for a link that is hidden', { hide: { './in': 'x' } }, '/home/eve/p/.git/config', 'own', {}],
    [
      'below a home that is reached by a link',
      { read: { '~/docs': 'x' } },
      '/var/eve/docs/a',
      'host /var/eve/docs/a ro',
      { '/home/eve': 'link /var/eve', '/var/eve': F, '/var/eve/docs': F, '/var/eve/p': F },
    ],
  ] as const)('%s', (_, file, path, seen, more) => {
    const entries: Record<string, string> = { ...('/home/eve' in more ? {} : ENTRIES), ...more }
    const { plan } = decide([BASE, project(file)], { entries })
    expect(seenAt(plan.ops, path)).toBe(seen)
    expect(plan.skipped.filter(({ told }) => told)).toEqual([])
  })
})

describe('what another layer closes behind a link', () => {
  const linked = {
    ...ENTRIES,
    '/home/eve/.ssh': 'link p/own',
    '/home/eve/.ssh/key': null,
    '/home/eve/p/own/key': C,
  }
  test.each([
    ['at its real place', { read: { './own': 'x' } }],
    ['below its real place', { read: { './own/key': 'x' } }],
    ['to be written', { write: { './own/key': 'x' } }],
  ] as const)('is not opened %s', (_, file) => {
    const entries = Object.fromEntries(
      Object.entries(linked).filter(([path]) => !path.startsWith('/home/eve/p/out')),
    )
    const act = (layer: Layer | LayerFile) => () => decide([BASE, layer], { entries })
    expect(act(project(file))).toThrow(expect.objectContaining({ id: 'policy.behind-link' }))
    expect(act(file)).not.toThrow()
  })

  test.each([
    ['hidden below a home that is a link', { hide: { '~/.ssh': 'x' } }, 'read', 'policy.behind-link'],
    ['read by a link', { read: { '~/l': 'x' } }, 'write', 'policy.behind-link'],
  ] as const)('is not opened by its real path where it is %s', (_, closes, word, id) => {
    const entries = {
      '/home/eve': 'link /var/eve',
      '/var/eve': F,
      '/var/eve/.ssh': F,
      '/var/eve/l': 'link .ssh',
      '/var/eve/p': F,
    }
    const wide: LayerFile = { write: { '/var/eve': 'all' } }
    const opens: LayerFile = { [word]: { '/var/eve/.ssh': 'x' } }
    expect(() => decide([wide, closes, project(opens)], { entries })).toThrow(expect.objectContaining({ id }))
    // What was said of the very path was seen in its text.
    const seen: LayerFile = { [word]: { '~/.ssh': 'x' } }
    if (word === 'read') expect(() => decide([wide, closes, project(seen)], { entries })).not.toThrow()
  })

  test('stays closed while the file of the project says nothing of it', () => {
    const { plan } = decide([BASE, project({ read: { './.git': 'x' } })], { entries: linked })
    expect(seenAt(plan.ops, '/home/eve/p/own/key')).toBe('nothing')
  })
})
