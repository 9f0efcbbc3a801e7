import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide } from '../hosts/small.ts'

const FOLDER = 'folder 0755 1000 1000'
const BASE: LayerFile = { read: { '/bin': 'programs' }, write: { './': 'the project' } }
const entries = {
  '/home/eve/p/sub': FOLDER,
  '/home/eve/p/sub/deep': FOLDER,
  '/home/eve/w': 'link p',
  '/home/eve/other': FOLDER,
  '/home/eve/other/deep': FOLDER,
}

describe('the command starts in', () => {
  test.each([
    ['the current folder of the project', '/home/eve/p/sub', {}, '/home/eve/p/sub'],
    ['the current folder by the name that you gave it', '/home/eve/w/sub', {}, '/home/eve/w/sub'],
    [
      'the current folder where a flag shows it',
      '/home/eve/other/deep',
      { read: { '~/other': 'x' } },
      '/home/eve/other/deep',
    ],
    ['the project when the current folder is hidden', '/home/eve/other', {}, '/home/eve/p'],
    [
      'the project when the current folder is in a closed part of it',
      '/home/eve/p/sub/deep',
      { hide: { './sub': 'x' } },
      '/home/eve/p',
    ],
    ['a folder of the system', '/bin', {}, '/bin'],
  ] as [string, string, LayerFile, string][])('%s', (_, cwd, file, chdir) => {
    expect(decide([BASE, file], { entries, cwd }).plan.chdir).toBe(chdir)
  })
})

describe('the end of the plan', () => {
  const { ops } = decide([BASE, { hide: { './sub': 'x' } }], { entries }).plan
  const kinds = ops.map((op) => `${op.kind} ${op.path}`)

  test('closes the closed places, then what jail has made itself', () => {
    expect(kinds.slice(-3)).toEqual(['remount-ro /home/eve/p/sub', 'remount-ro /dev', 'remount-ro /'])
  })
  test.each([
    'proc /proc',
    'dev /dev',
    'data /etc/passwd',
    'data /etc/group',
    'data /etc/hosts',
    'data /etc/nsswitch.conf',
    'data /run/jail/brief.md',
  ])('has %s after every place, so that no rule stands in front of it', (own) => {
    const at = kinds.indexOf(own)
    expect(at).toBeGreaterThan(kinds.indexOf('bind /home/eve/p'))
    expect(kinds.indexOf(own, at + 1)).toBe(-1)
  })
  test('has a reason and an origin for each operation', () => {
    for (const op of ops) expect(`${op.why.length > 0} ${op.from.length > 0}`).toBe('true true')
  })
})

describe('the arguments', () => {
  test('are the program as it was found and the words as typed', () => {
    const { plan } = decide([BASE])
    expect(plan.argv).toEqual(['/bin/sh'])
    expect(plan).toMatchObject({ hostname: 'jail', network: 'none' })
  })
  test('keep the name and the network of the policy', () => {
    const { plan } = decide([BASE, { hostname: 'box', network: 'open' }])
    expect(plan).toMatchObject({ hostname: 'box', network: 'open' })
  })
})

describe('jail itself', () => {
  const binOf = (self: string | undefined, layer: LayerFile = {}) => {
    const { plan } = decide([BASE, layer], { entries, ...(self === undefined ? {} : { self }) })
    const op = plan.ops.find(({ path }) => path === '/run/jail/bin/jail')
    const last = plan.env.get('PATH')?.split(':').at(-1)
    return [op?.kind, op && ('source' in op ? `${op.access} ${op.source}` : 'to' in op ? op.to : ''), last]
  }
  test.each([
    [
      'is bound read-only where it is hidden',
      '/home/eve/other/jail',
      {},
      ['bind', 'ro /home/eve/other/jail'],
    ],
    ['is a link where it is visible', '/bin/jail', {}, ['symlink', '/bin/jail']],
    [
      'is bound where a rule closes it',
      '/home/eve/p/sub/jail',
      { hide: { './sub': 'x' } },
      ['bind', 'ro /home/eve/p/sub/jail'],
    ],
  ] as [string, string, LayerFile, string[]][])('%s, and last on PATH', (_, self, layer, expected) => {
    expect(binOf(self, layer)).toEqual([...expected, '/run/jail/bin'])
  })
  test('is not there when it cannot be shown, and nothing says that it is', () => {
    expect(binOf(undefined)).toEqual([undefined, undefined, '/bin'])
  })
  test('stands behind no PATH that the policy sets', () => {
    expect(binOf('/bin/jail', { env: { set: { PATH: '/mine' } } }).at(-1)).toBe('/mine')
  })
  test.each([
    ['/bin/jail', true],
    [undefined, false],
  ])('%p: the agent is told how to ask: %p', (self, told) => {
    const { plan } = decide([BASE], self === undefined ? {} : { self })
    const brief = plan.ops.find(({ path }) => path === '/run/jail/brief.md')
    expect(JSON.stringify(brief).includes('jail why PATH')).toBe(told)
  })
})
