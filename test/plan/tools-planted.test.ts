import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide } from '../hosts/small.ts'
import { seenAt } from './seen.ts'

const F = 'folder 0755 1000 1000'
const C = 'file 0644 1000 1000 9'
const P = '/home/eve/p'

/** A folder of PATH with the packages of a Node beside it, which are shown. */
const entries = {
  [`${P}/bin`]: F,
  [`${P}/lib`]: 'link ../other',
  '/home/eve/other': F,
  '/home/eve/other/secret': C,
  '/home/eve/other/node_modules': F,
  '/home/eve/mine': F,
  '/home/eve/mine/bin': F,
  '/home/eve/mine/lib': 'link ../other',
}
const seen = (layers: readonly LayerFile[], path: string): string =>
  seenAt(decide(layers, { entries, env: { PATH: `${path}:/bin` } }).plan.ops, '/home/eve/other/secret')

describe('a folder of tools behind a link', () => {
  test.each<readonly [string, string, LayerFile[], string]>([
    ['is not shown where the box could have made it', `${P}/bin`, [{ write: { '.': 'x' } }], 'nothing'],
    [
      'nor in another place that it may write',
      '/home/eve/mine/bin',
      [{ write: { '.': 'x', '~/mine': 'x' } }],
      'nothing',
    ],
    [
      'is shown where the person shows what it leads to',
      `${P}/bin`,
      [{ write: { '.': 'x' }, read: { '~/other': 'x' } }],
      'host /home/eve/other/secret ro',
    ],
    [
      'is shown where the box cannot write',
      '/home/eve/mine/bin',
      [{ write: { '.': 'x' } }],
      'host /home/eve/other/secret ro',
    ],
  ])('%s', (_, path, layers, wanted) => {
    expect(seen(layers, path)).toBe(wanted)
  })
})

describe('the file with the servers of names', () => {
  const names = {
    '/etc/resolv.conf': 'link /data/names',
    '/data': F,
    '/data/names': 'link /data/secret',
    '/data/secret': C,
  }
  test.each<readonly [string, LayerFile, string]>([
    ['is handed over by a link', {}, 'copy of /data/secret'],
    [
      'not by one that the box could have made',
      { write: { '/data': 'x' }, hide: { '/data/secret': 'x' } },
      'nothing',
    ],
  ])('%s', (_, layer, wanted) => {
    const { ops } = decide([layer], { entries: names }).plan
    const handed = ops.find(
      (op) => op.kind === 'data' && op.content.kind === 'file' && op.content.path === '/data/secret',
    )
    expect(handed ? 'copy of /data/secret' : 'nothing').toBe(wanted)
  })
})
