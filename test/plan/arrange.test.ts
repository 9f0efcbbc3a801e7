import { describe, expect, test } from 'bun:test'
import { arrange } from '../../src/plan/arrange.ts'
import type { Node } from '../../src/plan/node.ts'
import { place, placesOf } from './places.ts'
import { opName, seenAt } from './seen.ts'

const TMP = 4096
const opsOf = (nodes: readonly Node[]) => arrange(placesOf(nodes), TMP).ops

/** Places, in any order, and the operations that they become. */
const ROWS = [
  ['a read folder is bound read-only', 'read /usr', 'ro /usr'],
  ['a written folder is bound writable', 'write /p', 'rw /p'],
  ['a folder in a read one is there already', 'read /usr, read /usr/lib', 'ro /usr'],
  ['a folder in a written one is there already', 'write /p, write /p/a', 'rw /p'],
  ['reading in a written folder closes it for writing', 'write /p, read /p/a', 'rw /p, ro /p/a'],
  ['writing in a read folder opens it', 'read /p, write /p/a', 'ro /p, rw /p/a'],
  ['hiding without a grant needs nothing', 'hide /h/.ssh', ''],
  [
    'a folder hidden in a read one is empty',
    'read /h, hide /h/.ssh',
    'ro /h, empty /h/.ssh, remount-ro /h/.ssh',
  ],
  ['a file hidden in a read folder is empty', 'read /h, hide /h/k.file', 'ro /h, empty file /h/k.file'],
  ['a file hidden in a written folder is empty', 'write /h, hide /h/k.file', 'rw /h, empty file /h/k.file'],
  [
    'what is hidden in something hidden is hidden already',
    'read /h, hide /h/a, hide /h/a/b',
    'ro /h, empty /h/a, remount-ro /h/a',
  ],
  [
    'a narrower grant opens what a wider rule hides',
    'read /h, hide /h/a, read /h/a/b',
    'ro /h, empty /h/a, ro /h/a/b, remount-ro /h/a',
  ],
  ['a protected folder of a written one is read-only', 'write /p, protect /p/.idea', 'rw /p, ro /p/.idea'],
  [
    'the folders around what is protected are pinned',
    'write /p, protect /p/.git/info/a.file',
    'rw /p, rw /p/.git, rw /p/.git/info, ro /p/.git/info/a.file',
  ],
  [
    'the folders around what is hidden are pinned, too',
    'write /p, hide /p/conf/k.file',
    'rw /p, rw /p/conf, empty file /p/conf/k.file',
  ],
  [
    'what is hidden in a read folder needs no pins',
    'read /p, hide /p/c/k.file',
    'ro /p, empty file /p/c/k.file',
  ],
  [
    'a folder is pinned once',
    'write /p, protect /p/g/a.file, protect /p/g/b',
    'rw /p, rw /p/g, ro /p/g/a.file, ro /p/g/b',
  ],
  ['what is read-only needs no protection', 'read /p, protect /p/.idea', 'ro /p'],
  ['what is not there inside needs no protection', 'protect /p/.idea', ''],
  [
    'what is hidden needs no protection',
    'write /p, hide /p/g, protect /p/g/h',
    'rw /p, empty /p/g, remount-ro /p/g',
  ],
  ['a file is copied into our own folder', 'tmpfs /h, copy /h/c.file', 'scratch /h, copy /h/c.file tmpfs'],
  ['a copy in the root, which ends read-only, is mounted', 'copy /h/c.file', 'copy /h/c.file over-rw'],
  ['what is kept is a copy', 'tmpfs /h, keep /h/c.file', 'scratch /h, copy /h/c.file tmpfs'],
  [
    'what is kept of a written folder is mounted',
    'write /h, keep /h/c.file',
    'rw /h, copy /h/c.file over-rw',
  ],
  ['a copy lies over a written file', 'write /h, copy /h/c.file', 'rw /h, copy /h/c.file over-rw'],
  ['a copy lies over a read file', 'read /h, copy /h/c.file', 'ro /h, copy /h/c.file over-rw'],
  ['a file of /etc is a copy', 'read /etc/x.file', 'copy /etc/x.file tmpfs'],
  ['a folder of /etc is bound', 'read /etc/x', 'ro /etc/x'],
  ['a file of /etc in a bound folder is there already', 'read /etc/x, read /etc/x/y.file', 'ro /etc/x'],
  ['a file elsewhere is bound', 'read /h/x.file', 'ro /h/x.file'],
  ['scratch space has what is granted in it', 'tmpfs /h, write /h/p', 'scratch /h, rw /h/p'],
  ['scratch space in a grant is empty', 'read /var, tmpfs /var/tmp', 'ro /var, scratch /var/tmp'],
  [
    'siblings whose names sort around the slash stay apart',
    'write /p/a, read /p/a-b, hide /p/a/c',
    'rw /p/a, empty /p/a/c, ro /p/a-b, remount-ro /p/a/c',
  ],
] as const

describe('places become operations', () => {
  test.each(ROWS)('%s: %s', (_, places, ops) => {
    const nodes = places.split(', ').map((text) => {
      const [word, path] = text.split(' ')
      return place(word as Node['word'], path ?? '')
    })
    expect(opsOf(nodes).map(opName).join(', ')).toBe(ops)
    expect(opsOf(nodes.toReversed()).map(opName).join(', ')).toBe(ops)
  })

  test('a file of /etc above 1 MiB is bound, one of exactly that is copied', () => {
    const big = (size: number) => opsOf([place('read', '/etc/x.file', { size })]).map(opName)
    expect(big(2 ** 20)).toEqual(['copy /etc/x.file tmpfs'])
    expect(big(2 ** 20 + 1)).toEqual(['ro /etc/x.file'])
  })

  test('a file of /etc that may not be read is left out, and its folder stays as it is', () => {
    expect(opsOf([place('read', '/etc/x.file', { readable: false })])).toEqual([])
  })

  test('the caches stand at their own place, from another one, unless a rule gives the place itself', () => {
    const cache = place('cache', '/h/.cache', { source: '/h/.local/state/jail/cache/x' })
    const named = 'rw /h/.cache = /h/.local/state/jail/cache/x'
    expect(opsOf([place('tmpfs', '/h'), cache]).map(opName)).toEqual(['scratch /h', named])
    expect(opsOf([place('read', '/h'), cache]).map(opName)).toEqual(['ro /h'])
    expect(opsOf([place('write', '/h'), cache]).map(opName)).toEqual(['rw /h'])
  })

  test('scratch space has a size, what is closed has none and nobody may write there', () => {
    const [scratch, , closed] = opsOf([place('tmpfs', '/h'), place('read', '/r'), place('hide', '/r/x')])
    expect(scratch).toMatchObject({ kind: 'tmpfs', mode: '0700', bytes: TMP })
    expect(closed).toMatchObject({ kind: 'tmpfs', mode: '0500', bytes: 0 })
  })
})

describe('a link is made again', () => {
  const link = { at: '/h/now', to: 'then' }
  test.each([
    ['in scratch space', [place('tmpfs', '/h')], ['scratch /h', 'link /h/now -> then']],
    ['in the root of the box', [], ['link /h/now -> then']],
    ['but not in a bound folder, where it is already', [place('read', '/h')], ['ro /h']],
    [
      'but not in a closed one',
      [place('read', '/'), place('hide', '/h')],
      ['ro /', 'empty /h', 'remount-ro /h'],
    ],
  ] as const)('%s', (_, nodes, ops) => {
    expect(arrange(placesOf(nodes, [link]), TMP).ops.map(opName)).toEqual([...ops])
  })
})

describe('a pin uncovers nothing', () => {
  test.each([
    ['hide', 'nothing'],
    ['read', 'host /p/.claude/a.file ro'],
    ['copy', 'copy /p/.claude/a.file rw'],
  ] as const)('%s beside a protected file that sorts behind it', (word, seen) => {
    const ops = opsOf([
      place('write', '/p'),
      place(word, '/p/.claude/a.file'),
      place('protect', '/p/.claude/settings.file'),
    ])
    const now = seenAt(ops, '/p/.claude/a.file')
    expect(now === 'own' ? 'nothing' : now).toBe(seen)
    expect(seenAt(ops, '/p/.claude/settings.file')).toBe('host /p/.claude/settings.file ro')
  })
})
