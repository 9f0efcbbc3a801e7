import { afterAll, describe, expect, test } from 'bun:test'
import { resolverAt, serversIn } from '../../../src/host/machine/etc.ts'
import { existing } from '../../../src/host/machine/glob.ts'
import { person } from '../../../src/host/machine/person.ts'
import { home as homeGatherer, placeAt } from '../../../src/host/machine/place.ts'
import { project, state } from '../../../src/host/machine/project.ts'
import { Walker } from '../../../src/host/walk.ts'
import { files, Planted } from './planted.ts'

const planted = new Planted()
afterAll(() => planted.remove())

const silent = new Walker(files, new Map([[planted.full('~/far'), 'no answer']]))

describe('a place', () => {
  planted.folder('~/there', 0o750)
  planted.file('~/file', '', 0o600)
  planted.link('~/link', './there')
  planted.link('~/dead', './nothing')

  test.each([
    ['a folder', '~/there', { path: '~/there', state: 'folder', mode: 0o750, writable: true }],
    ['a link to one', '~/link', { path: '~/there', state: 'folder' }],
    ['a file', '~/file', { path: '~/file', state: 'other' }],
    ['nothing', '~/none', { path: '~/none', state: 'absent', uid: null, mode: null, writable: false }],
    ['a link to nothing', '~/dead', { path: '~/nothing', state: 'dangling', writable: false }],
    ['out of reach', '~/far/x', { path: '~/far/x', state: 'silent', uid: null, writable: false }],
  ])('is %s', (_, name, wanted) => {
    const place = placeAt(planted.full(name), silent, planted.ground())
    expect({ ...place, path: planted.shown(place.path) }).toMatchObject(wanted)
    expect(place.mount?.type).toBeString()
  })
})

describe('home', () => {
  test('is that of HOME, with its links followed', async () => {
    const found = await homeGatherer.gather(planted.ground({ HOME: '~/link' }))
    expect(found).toMatchObject({
      named: planted.full('~/link'),
      path: planted.full('~/there'),
      encrypted: false,
    })
  })

  test('that is relative is not known', async () => {
    expect(async () => homeGatherer.gather(planted.ground({ HOME: 'x' }))).toThrow(
      'HOME is "x", no absolute path',
    )
  })
})

describe('the person', () => {
  test('is told, with where the account was found', async () => {
    const found = await person.gather(planted.ground())
    expect(found).toMatchObject({ uid: process.geteuid?.(), home: planted.home, sudo: null })
    expect(['file', 'service', 'nowhere']).toContain(found.account)
  })

  test('is told under sudo with a HOME that `jail run` refuses', async () => {
    const ground = { ...planted.ground({ SUDO_USER: 'ana' }), uid: 0 }
    const { sudo } = await person.gather(ground)
    expect(sudo).toEqual({ user: 'ana', homeOwner: process.geteuid?.() ?? -1 })
  })

  test('without an account has one that is made', async () => {
    const found = await person.gather({ ...planted.ground(), uid: 3_999_999 })
    expect(found).toMatchObject({ account: 'nowhere', accountHome: null, user: 'user3999999' })
  })
})

describe('resolv.conf', () => {
  planted.file('~/stub', '# x\nnameserver 127.0.0.53\nsearch a\n nameserver\t::1 \nnameserver\n', 0o644)
  planted.link('~/resolv', './stub')

  test.each([
    ['as a file', '~/stub', 'file', '~/stub', ['127.0.0.53', '::1']],
    ['as a link', '~/resolv', 'link', '~/stub', ['127.0.0.53', '::1']],
    ['as a link to nothing', '~/dead', 'dangling', '~/nothing', []],
    ['absent', '~/none', 'absent', '~/none', []],
    ['out of reach', '~/far/r', 'unreadable', '~/far/r', []],
    ['as a folder', '~/there', 'unreadable', '~/there', []],
  ] as const)('%s', (_, path, kind, target, servers) => {
    const found = resolverAt(planted.full(path), silent, files)
    expect({ ...found, target: planted.shown(found.target) }).toEqual({ kind, target, servers: [...servers] })
  })

  test('without a server names none', () =>
    expect(serversIn('options edns0\n#nameserver 1.1.1.1\n')).toEqual([]))
})

test('a pattern finds what is there, and nothing behind a mount that does not answer', () => {
  planted.file('~/g/a1/bin/x')
  planted.file('~/g/a2/bin/x')
  planted.folder('~/g/b/bin')
  const found = (pattern: string) =>
    existing(planted.full(pattern), silent, files).map((at) => planted.shown(at))
  expect(found('~/g/a*/bin/x')).toEqual(['~/g/a1/bin/x', '~/g/a2/bin/x'])
  expect(found('~/g/*/bin/x')).toHaveLength(2)
  expect(found('~/g/b/bin')).toEqual(['~/g/b/bin'])
  expect(found('~/none/*/x')).toEqual([])
  expect(found('~/far/*/x')).toEqual([])
})

describe('the project and the state folder', () => {
  test('of this repository are fine', async () => {
    const found = await project.gather(planted.ground())
    expect(found).toMatchObject({ path: process.cwd(), refusal: null })
    expect(found.mount).not.toBeNull()
  })

  test('are refused, with the sentence of `jail run`, where the current folder is home', async () => {
    const found = await project.gather(planted.ground({ HOME: process.cwd() }))
    expect(found.refusal?.sentence).toContain(`The project would be ${process.cwd()}, your home folder`)
    expect(found.refusal?.fix).toContain('jail run --project DIR')
  })

  test('are below home, and made in the nearest folder that is there', async () => {
    const found = await state.gather(planted.ground())
    expect(found).toEqual({
      path: planted.full('~/.local/state/jail'),
      writable: true,
      nearest: { path: planted.home, uid: process.geteuid?.() ?? -1 },
    })
  })

  test('cannot be written where a file is in the way', async () => {
    const found = await state.gather(planted.ground({ XDG_STATE_HOME: '~/file' }))
    expect(found).toMatchObject({ writable: false, nearest: { path: planted.full('~/file') } })
  })
})
