import { expect, test } from 'bun:test'
import { type Detachable, detachable } from '../../src/plan/detachable.ts'
import type { Op } from '../../src/plan/op.ts'
import { decide } from '../hosts/small.ts'

const why = { why: 'x', from: 'x' } as const
const bind = (path: string, access: 'ro' | 'rw', more: Partial<Op> = {}): Op =>
  ({ ...why, kind: 'bind', path, access, source: path, ...more }) as Op
const data = (path: string, word?: Op['word']): Op =>
  ({
    ...why,
    kind: 'data',
    path,
    mode: '0400',
    onto: 'over-ro',
    content: { kind: 'text', text: '' },
    word,
  }) as Op
const tmpfs = (path: string, word?: Op['word']): Op =>
  ({ ...why, kind: 'tmpfs', path, mode: '0700', bytes: 0, word }) as Op

test.each<readonly [string, readonly Op[], Record<string, Detachable>]>([
  [
    'a file that is protected in a writable folder is read-only again',
    [bind('/p', 'rw'), bind('/p/a', 'ro')],
    { '/p/a': { source: '/p/a', as: 'read-only' } },
  ],
  [
    'a folder on the way to it is not to be moved again',
    [bind('/p', 'rw'), bind('/p/d', 'rw', { word: 'pin' })],
    { '/p/d': { source: '/p/d', as: 'pinned' } },
  ],
  [
    'what is hidden is hidden again, in a read-only folder too',
    [bind('/p', 'ro'), data('/p/a', 'hide'), tmpfs('/p/d', 'hide')],
    { '/p/a': { source: '/p/a', as: 'hidden' }, '/p/d': { source: '/p/d', as: 'hidden' } },
  ],
  [
    'what is hidden by an empty device is hidden again',
    [bind('/p', 'rw'), bind('/p/a', 'ro', { source: '/dev/null', word: 'hide' })],
    { '/p/a': { source: '/p/a', as: 'hidden' } },
  ],
  [
    'the file behind a copy is not to be written',
    [bind('/p', 'rw'), data('/p/a', 'copy')],
    { '/p/a': { source: '/p/a', as: 'read-only' } },
  ],
  [
    'where the folder has another name on the host, that is watched',
    [bind('/p', 'rw', { source: '/state/p' }), data('/p/a', 'hide')],
    { '/p/a': { source: '/state/p/a', as: 'hidden' } },
  ],
  [
    'below the root of the host too',
    [bind('/', 'ro'), data('/a', 'hide')],
    { '/a': { source: '/a', as: 'hidden' } },
  ],
  [
    'what lies in a place of the box is out of reach',
    [tmpfs('/home'), bind('/home/a', 'ro'), data('/home/b', 'hide')],
    {},
  ],
  [
    'a grant in a read-only folder, a place of another folder, and scratch space give less without the mount',
    [
      bind('/p', 'ro'),
      bind('/p/w', 'rw'),
      bind('/p/c', 'rw', { source: '/cache', word: 'cache' }),
      tmpfs('/p/tmp'),
    ],
    {},
  ],
])('%s', (_, ops, expected) => {
  expect(Object.fromEntries(detachable(ops))).toEqual(expected)
})

test('in a whole plan it is all that is closed in the project', () => {
  const F = 'folder 0755 1000 1000'
  const entries = {
    '/home/eve/p/.git': F,
    '/home/eve/p/.git/config': 'file 0644 1000 1000 9',
    '/home/eve/p/s': F,
  }
  const layer = { write: { '.': 'x' }, protect: { './.git/config': 'x' }, hide: { './s': 'x' } }
  const found = detachable(decide([layer], { entries }).plan.ops)
  expect([...found].map(([path, { as }]) => `${as} ${path}`)).toEqual([
    'pinned /home/eve/p/.git',
    'read-only /home/eve/p/.git/config',
    'hidden /home/eve/p/s',
  ])
})
