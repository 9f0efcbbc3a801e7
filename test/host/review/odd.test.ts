import { expect, test } from 'bun:test'
import { Oddities } from '../../../src/host/review/odd.ts'
import type { Walker } from '../../../src/host/walk.ts'
import type { Files } from '../../../src/sys/files.ts'
import type { Surveyed } from '../../../src/sys/survey.ts'

const LINK: Surveyed = {
  name: 'x',
  kind: 'link',
  mode: 0o777,
  links: 1,
  size: 1,
  identity: '',
  stamp: '',
  changed: 0,
}

/** What is told of so many links, each of which leads to `real`; a number stands for one that cannot be read. */
function told(count: number, real: string, text: string | number = 'to') {
  let walked = 0
  const walker = { resolve: () => ({ state: 'present', real, walked: walked++ }) } as unknown as Walker
  const files = { readLink: () => text, stat: () => ({ mode: 0o755 }) } as unknown as Files
  const odd = new Oddities('/p', undefined, { walker, files })
  for (let n = 0; n < count; n++) odd.judge(`/p/${n}`, LINK)
  return { ...odd.result(true), walked }
}

test('a flood of links in the project costs no more than 20,000 walks, and that it was one is said', () => {
  expect(told(20_000, '/p/x')).toEqual({ odd: [], omitted: [], walked: 20_000 })
  expect(told(30_000, '/p/x')).toEqual({ odd: [], omitted: ['link'], walked: 20_000 })
})

test('a link that cannot be read is told, unless it is gone', () => {
  expect(told(1, '/p/x', -13).odd).toEqual([{ path: '/p/0', sort: 'link', detail: '(errno 13)' }])
  expect(told(1, '/p/x', -2).odd).toEqual([])
})

test.each([
  ['node_modules', 'x', '/p/a/node_modules/b', ['unseen']],
  ["git's own folder", 'x', '/p/.git/b', ['unseen']],
  ['node_modules, by that very name, as in a workspace', 'node_modules', '/p/node_modules', []],
  ['a folder with a longer name', 'x', '/p/my.git/node_modules2', []],
])('a link to %s', (_, name, real, sorts) => {
  const walker = { resolve: () => ({ state: 'present', real }) } as unknown as Walker
  const files = { readLink: () => 'to', stat: () => ({ mode: 0o755 }) } as unknown as Files
  const odd = new Oddities('/p', undefined, { walker, files })
  odd.judge(`/p/a/${name}`, { ...LINK, name })
  expect(odd.result(true).odd.map(({ sort }) => String(sort))).toEqual(sorts)
})
