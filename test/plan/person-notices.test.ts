import { describe, expect, test } from 'bun:test'
import type { Layer } from '../../src/policy/layer.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide } from '../hosts/small.ts'

const FOLDER = 'folder 0755 0 0'
const FILE = 'file 0644 0 0 9'
const ENTRIES = {
  '/etc/ssl': FOLDER,
  '/etc/ssl/certs': FOLDER,
  '/etc/ssl/certs/inner': FOLDER,
  '/etc/ssl/a b': FOLDER,
  '/etc/ssl/c': FOLDER,
  '/etc/ssl/d': FOLDER,
  '/etc/ssl/openssl.cnf': FILE,
}
const CERTS: LayerFile = { read: { '/etc/ssl/certs': 'certificates' } }

const builtin = (file: LayerFile): Layer => ({ from: 'profile base', file })
const flags = (hide: string): Layer => ({
  from: 'command line',
  speaker: 'flags',
  file: { hide: { [hide]: `--hide ${hide}` } },
})
const notices = (...layers: Layer[]) => decide(layers, { entries: ENTRIES }).plan.notices

describe('what a person hides and a more specific rule still shows is told', () => {
  test('by name, with the rule and what to type', () => {
    expect(notices(builtin(CERTS), flags('/etc/ssl'))).toEqual([
      '--hide /etc/ssl leaves /etc/ssl/certs visible (profile base: certificates); to hide it too: --hide /etc/ssl/certs',
    ])
  })

  test('with the place of the rule when it stands in a file', () => {
    const file = { hide: { '/etc/ssl': 'mine' } }
    const config: Layer = { from: '~/c.yaml', speaker: 'person', file, at: () => '~/c.yaml:1:7' }
    expect(notices(builtin(CERTS), config)[0]).toStartWith(
      'hide /etc/ssl (~/c.yaml:1:7) leaves /etc/ssl/certs visible',
    )
  })

  test('by a few names and a number, quoted where bash needs it', () => {
    const read = Object.fromEntries(['a b', 'c', 'certs', 'd'].map((name) => [`/etc/ssl/${name}`, 'x']))
    expect(notices(builtin({ read }), flags('/etc/ssl'))).toEqual([
      "--hide /etc/ssl leaves /etc/ssl/c, /etc/ssl/d, /etc/ssl/a b and 1 more visible (profile base: x); to hide them too: --hide /etc/ssl/c --hide /etc/ssl/d --hide '/etc/ssl/a b' …",
    ])
  })

  test('once for what lies in another such place', () => {
    const read = { '/etc/ssl/certs': 'x', '/etc/ssl/certs/inner': 'x' }
    expect(notices(builtin({ read }), flags('/etc/ssl'))[0]).toContain('leaves /etc/ssl/certs visible')
  })

  test('for a pattern, and for not more rules than a person reads', () => {
    expect(notices(builtin(CERTS), flags('/etc/s*'))[0]).toStartWith('--hide /etc/s* leaves /etc/ssl/certs')
    const names = Array.from({ length: 7 }, (_, at) => `/srv/${at}`)
    const entries = Object.fromEntries(
      names.flatMap((name) => [
        [name, FOLDER],
        [`${name}/in`, FOLDER],
      ]),
    )
    const hide = Object.fromEntries(names.map((name) => [name, 'x']))
    const read = Object.fromEntries(names.map((name) => [`${name}/in`, 'x']))
    const person: Layer = { from: 'c.yaml', speaker: 'person', file: { hide } }
    const told = decide([builtin({ read }), person], { entries: { '/srv': FOLDER, ...entries } }).plan.notices
    expect(told).toHaveLength(6)
    expect(told.at(-1)).toBe('2 more rules of hide leave something visible in the same way.')
  })
})

describe('nothing is told', () => {
  const later: Layer = { from: 'command line', speaker: 'flags', file: CERTS }
  test.each<readonly [string, readonly Layer[]]>([
    ['where what is in it is hidden, too', [builtin(CERTS), flags('/etc/ssl'), flags('/etc/ssl/certs')]],
    ['where nothing in it is shown', [builtin({ read: { '/etc/ssl/none': 'x' } }), flags('/etc/ssl')]],
    ['of what the same person shows later', [flags('/etc/ssl'), later]],
    ['of what jail itself hides', [builtin(CERTS), builtin({ hide: { '/etc/ssl': 'x' } })]],
    ['where the hide itself is overruled', [flags('/etc/ssl'), builtin({ read: { '/etc/ssl': 'x' } })]],
  ])('%s', (_, layers) => {
    expect(notices(...layers)).toEqual([])
  })
})

describe('a grant that would leave the writable places by a link', () => {
  const home = '/home/eve'
  const entries = {
    [`${home}/docs`]: 'folder 0755 1000 1000',
    [`${home}/p/out`]: 'link ../docs',
    [`${home}/p/in`]: 'link real',
    [`${home}/p/real`]: 'folder 0755 1000 1000',
    [`${home}/far`]: 'link docs',
  }
  const told = (file: LayerFile, speaker: 'flags' | 'builtin' = 'flags') =>
    decide([builtin({ write: { '.': 'the project' } }), { from: 'x', speaker, file }], { entries }).plan
      .notices

  test('is told, with the place that it leads to', () => {
    expect(told({ write: { './out': 'x' } })).toEqual([
      '--write /home/eve/p/out is not given: the link /home/eve/p/out leads to /home/eve/docs, and the command can make such links; if you mean that, name it itself: --write /home/eve/docs',
    ])
  })

  test.each<readonly [string, LayerFile]>([
    ['where the link stays in them', { write: { './in': 'x' } }],
    ['where the command cannot make the link', { write: { '~/far': 'x' } }],
    ['where the place itself is named', { write: { '~/docs': 'x' } }],
    ['of what is closed', { hide: { './out': 'x' } }],
  ])('is not told %s', (_, file) => {
    expect(told(file)).toEqual([])
  })

  test('is told of a few rules and a number', () => {
    const names = Array.from({ length: 8 }, (_, at) => String(at))
    const many = Object.fromEntries(names.map((at) => [`${home}/docs/${at}`, 'folder 0755 1000 1000']))
    const read = Object.fromEntries(names.map((at) => [`./out/${at}`, 'x']))
    const person: Layer = { from: 'x', speaker: 'person', file: { read } }
    const { notices: all } = decide([builtin({ write: { '.': 'p' } }), person], {
      entries: { ...entries, ...many },
    }).plan
    expect(all).toHaveLength(6)
    expect(all.at(-1)).toBe('3 more grants are not given: they lead out of the writable places by links.')
  })
})
