import { describe, expect, test } from 'bun:test'
import { JailError } from '../../src/errors.ts'
import type { Places } from '../../src/policy/expand.ts'
import { flagLayer } from '../../src/policy/flags.ts'
import { type Layer, layersOf } from '../../src/policy/layer.ts'
import { refuseLoosening } from '../../src/policy/lock.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import { resolvePolicy } from '../../src/policy/resolve.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { type LayerFile, LOCKABLE } from '../../src/policy/words.ts'

const PLACES: Places = {
  home: '/home/ana',
  project: '/work',
  xdg: {
    XDG_CONFIG_HOME: '/home/ana/.config',
    XDG_DATA_HOME: '/home/ana/.local/share',
    XDG_STATE_HOME: '/home/ana/.local/state',
    XDG_CACHE_HOME: '/home/ana/.cache',
  },
}
const BASE: LayerFile = { network: 'open', limits: { tmp: '2G' }, hide: { '~/.ssh': 'keys' } }

const parse = (kind: FileKind, text: string): Layer =>
  parseLayer({ kind, path: `/x/${kind}.yaml`, shown: `${kind}.yaml`, text })

/** What a run says whose administrator locks and whose other voice speaks: undefined when it goes on. */
function judged(administrator: string, text: string, kind: FileKind = 'config'): string | undefined {
  const layer = parse(kind, text)
  const layers = layersOf({
    profile: [{ from: 'profile base', file: BASE }, ...(kind === 'profile' ? [layer] : [])],
    administrator: parse('administrator', administrator),
    ...(kind === 'config' ? { person: layer } : {}),
    ...(kind === 'project' ? { project: layer } : {}),
    flags: flagLayer({}, '/work', '/home/ana'),
  })
  return refusalOf(layers)
}

function refusalOf(layers: readonly Layer[]): string | undefined {
  try {
    refuseLoosening(layers)
    resolvePolicy('base', layers, PLACES)
  } catch (error) {
    if (error instanceof JailError && error.id === 'policy.locked') return error.message
    throw error
  }
  return undefined
}

/** The lock, what loosens it and what the refusal shows of it, and what only tightens. */
const LOCKS: readonly (readonly [string, string, string, string])[] = [
  [
    'lock: [network]\nnetwork: none',
    'network: open',
    'config.yaml:1:1: "network: open, wider than none"',
    'network: none',
  ],
  ['lock: [nested]', 'nested: true', 'config.yaml:1:1: "nested: true"', 'nested: false'],
  ['lock: [review]', 'review: false', 'config.yaml:1:1: "review: false"', 'review: true'],
  [
    'lock: [limits]\nlimits: {tmp: 1G}',
    'limits: {tmp: 2G}',
    'config.yaml:1:10: "limits.tmp: 2G, more than 1G"',
    'limits: {tmp: 1024M}',
  ],
  [
    'lock: [limits]\nlimits: {tmp: 1G}',
    'limits: {tmp: "0"}',
    'config.yaml:1:10: "limits.tmp: 0, more than 1G"',
    'limits: {tmp: 1K}',
  ],
  ['lock: [limits]\nlimits: {tmp: "0"}', '{}', '', 'limits: {tmp: 9G}'],
  [
    'lock: [limits]\nlimits: {memory: 4G}',
    'limits: {memory: null}',
    'config.yaml:1:10: "limits.memory: null, more than 4G"',
    'limits: {memory: 2G}',
  ],
  [
    'lock: [limits]\nlimits: {processes: 100}',
    'limits: {processes: 101}',
    'config.yaml:1:10: "limits.processes: 101, more than 100"',
    'limits: {processes: 100}',
  ],
  ['lock: [limits]', '{}', '', 'limits: {memory: 9G, processes: 9}'],
  ['lock: [accept]', 'accept: [seccomp]', 'config.yaml:1:10: "accept: seccomp"', 'accept: {seccomp: null}'],
  [
    'lock: [env]',
    'env: {pass: [TOKEN]}',
    'config.yaml:1:14: "env.pass: TOKEN"',
    'env: {pass: {TOKEN: null}}',
  ],
  ['lock: [env]', 'env: {set: {A: b}}', 'config.yaml:1:13: "env.set: A"', 'env: {}'],
  ['lock: [env]', 'env: {set: {A: null}}', 'config.yaml:1:13: "env.set: A"', 'env: {set: {}}'],
  ['lock: [read]', 'read: [~/x]', 'config.yaml:1:8: "read: ~/x"', 'read: {/usr: null}'],
  ['lock: [copy]', 'copy: [~/x]', 'config.yaml:1:8: "copy: ~/x"', 'copy: {~/x: null}'],
  ['lock: [keep]', 'keep: [~/x]', 'config.yaml:1:8: "keep: ~/x"', 'keep: {~/x: null}'],
  ['lock: [write]', 'write: {~/x: why}', 'config.yaml:1:9: "write: ~/x"', 'hide: [~/x]'],
  ['lock: [hide]', 'hide: {~/.ssh: null}', 'config.yaml:1:8: "hide: ~/.ssh"', 'hide: [~/x]'],
  [
    'lock: [protect]\nprotect: [./a]',
    'protect: {./a: null}',
    'config.yaml:1:11: "protect: ./a"',
    'protect: [./b]',
  ],
]

describe('a locked word', () => {
  test.each(LOCKS.filter(([, loose]) => loose !== '{}'))('%j is not loosened by %j', (lock, loose, shown) => {
    const word = /lock: \[(\w+)\]/.exec(lock)?.[1]
    expect(judged(lock, loose)).toBe(
      `${shown} is not allowed: the administrator locked ${word} (administrator.yaml:1:8).`,
    )
  })

  test.each(LOCKS.filter(([, loose]) => loose !== '{}'))(
    'without the lock (%j), %j is taken',
    (lock, loose) => {
      expect(judged(lock.replace(/lock: \[\w+\]/, 'lock: []'), loose)).toBeUndefined()
    },
  )

  test.each(LOCKS)('%j may be tightened (not %j, %j, but) by %j', (lock, _loose, _shown, tight) => {
    expect(judged(lock, tight)).toBeUndefined()
  })

  test('can be any of the list, and each is tried here', () => {
    const tried = LOCKS.map(([lock]) => /lock: \[(\w+)\]/.exec(lock)?.[1])
    expect([...new Set(tried)].toSorted() as string[]).toEqual([...LOCKABLE].toSorted())
  })

  test('binds the config, a profile and a project of the person alike', () => {
    const said = (kind: FileKind) => judged('lock: [network]\nnetwork: none', 'network: open', kind)
    for (const kind of ['config', 'profile', 'project'] as const)
      expect(said(kind)).toStartWith(`${kind}.yaml:1:1: `)
  })

  test('does not bind the administrator, nor what ships with jail', () => {
    expect(
      judged(
        'lock: [network, env, read, limits]\nnetwork: open\nenv: {pass: [A]}\nread: [/x]\nlimits: {tmp: 9G}',
        '',
      ),
    ).toBeUndefined()
  })

  test('binds the command line', () => {
    const layers = [
      parse('administrator', 'lock: [read, network]\nnetwork: none'),
      flagLayer({ read: ['~/x'] }, '/work', '/home/ana'),
    ]
    expect(refusalOf(layers)).toBe(
      'command line: "read: /home/ana/x" is not allowed: the administrator locked read (administrator.yaml:1:8).',
    )
    expect(
      refusalOf([layers[0] as Layer, flagLayer({ hide: ['~/x'] }, '/work', '/home/ana')]),
    ).toBeUndefined()
  })
})

describe('a locked hide', () => {
  const LOCK = 'lock: [hide]\nhide: [~/secret]'
  test.each([
    ['read: [~/secret]', 'config.yaml:1:8: read /home/ana/secret'],
    ['write: [$XDG_CONFIG_HOME/../secret]', 'config.yaml:1:9: write /home/ana/secret'],
    ['copy: [/home/ana/secret]', 'config.yaml:1:8: copy /home/ana/secret'],
    ['keep: [/home/ana/secret]', 'config.yaml:1:8: keep /home/ana/secret'],
    ['protect: [~/secret]', 'config.yaml:1:11: protect /home/ana/secret'],
    ['read: [~/.ssh]', 'config.yaml:1:8: read /home/ana/.ssh'],
  ])('is not opened again at its own path by %j', (text, shown) => {
    expect(judged(LOCK, text)).toStartWith(`${shown} is not allowed: `)
    expect(judged('hide: [~/secret]', text)).toBeUndefined()
  })

  test('that is said once more by a person is still the administrator’s', () => {
    const layers = (lock: string) => [
      parse('administrator', lock),
      parse('config', 'hide: [~/secret]'),
      flagLayer({ read: ['~/secret'] }, '/work', '/home/ana'),
    ]
    expect(refusalOf(layers(LOCK))).toStartWith('command line: read /home/ana/secret is not allowed: ')
    expect(refusalOf(layers('hide: [~/secret]'))).toBeUndefined()
  })

  test.each(['read: [~/other]', 'read: ["~"]', 'hide: {~/secret: twice}'])('leaves %j', (text) => {
    expect(judged(LOCK, text)).toBeUndefined()
  })
})

describe('a locked protect', () => {
  const LOCK = 'lock: [protect]\nprotect: [./ci]'
  test.each([
    ['write: [./ci]', 'config.yaml:1:9: write /work/ci'],
    ['copy: [./ci]', 'config.yaml:1:8: copy /work/ci'],
    ['keep: [./ci]', 'config.yaml:1:8: keep /work/ci'],
  ])('is not opened for changes by %j', (text, shown) => {
    expect(judged(LOCK, text)).toStartWith(`${shown} is not allowed: `)
    expect(judged('protect: [./ci]', text)).toBeUndefined()
  })

  test.each(['read: [./ci]', 'hide: [./ci]', 'write: [./src]'])('leaves %j', (text) => {
    expect(judged(LOCK, text)).toBeUndefined()
  })
})
