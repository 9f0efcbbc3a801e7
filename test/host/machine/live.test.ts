import { describe, expect, test } from 'bun:test'
import { agents } from '../../../src/host/machine/agents.ts'
import { certificates, etcLinks, resolver, timeZone } from '../../../src/host/machine/etc.ts'
import { groundOf } from '../../../src/host/machine/ground.ts'
import { nodes } from '../../../src/host/machine/nodes.ts'
import { path } from '../../../src/host/machine/path.ts'
import { person } from '../../../src/host/machine/person.ts'
import { home, temporary } from '../../../src/host/machine/place.ts'
import { project, state } from '../../../src/host/machine/project.ts'
import { image, loaders, systemPaths } from '../../../src/host/machine/system-files.ts'
import { whySilent } from '../../../src/host/silence.ts'
import { files, Planted } from './planted.ts'

const ALL = [
  person,
  systemPaths,
  loaders,
  image,
  certificates,
  etcLinks,
  resolver,
  timeZone,
  temporary,
  home,
  project,
  state,
  path,
  nodes,
  agents,
]

const env = { HOME: process.env['HOME'] ?? '/', PATH: '/usr/local/bin:/usr/bin:/bin' }

describe('on this machine', () => {
  test.each(ALL.map((gatherer) => [gatherer.facet, gatherer] as const))(
    '%s is read, as plain JSON, well within its limit',
    async (_, { gather, limitMs }) => {
      const start = performance.now()
      const value: unknown = await gather(groundOf(env, files))
      expect(performance.now() - start).toBeLessThan(limitMs)
      expect(JSON.parse(JSON.stringify(value))).toEqual(value)
    },
  )

  test('sh has a loader that every box shows, or is static', async () => {
    const { found, wanted } = await loaders.gather(groundOf(env, files))
    if (wanted !== null) expect(found).toContain(wanted)
  })

  test('the system has /usr, and /tmp is a folder', async () => {
    expect((await systemPaths.gather(groundOf(env, files)))['/usr']).not.toBeNull()
    expect(await temporary.gather(groundOf(env, files))).toMatchObject({ path: '/tmp', state: 'folder' })
  })
})

describe('a variable that names certificates', () => {
  const planted = new Planted()
  planted.file('~/ca.pem', 'x', 0o644)

  test.each([
    ['is hidden with its file in home', { NODE_EXTRA_CA_CERTS: '~/ca.pem' }, 'hidden'],
    ['is visible with a file of the system', { SSL_CERT_FILE: '/usr/bin/env' }, 'visible'],
    ['leads nowhere', { SSL_CERT_FILE: '~/none.pem' }, 'absent'],
  ])('%s', async (_, set, state) => {
    const { variables } = await certificates.gather(planted.ground(set))
    expect(variables).toMatchObject([{ name: Object.keys(set)[0], state }])
  })

  test('is not looked at when it is no absolute path', async () => {
    const { variables } = await certificates.gather(planted.ground({ SSL_CERT_FILE: 'x.pem' }))
    expect(variables).toEqual([])
    planted.remove()
  })
})

const WITHOUT_HOME = [
  systemPaths,
  loaders,
  image,
  certificates,
  etcLinks,
  resolver,
  timeZone,
  temporary,
  person,
].map((gatherer) => [gatherer.facet, gatherer] as const)

describe.each([
  ['that can be used', groundOf({ HOME: '/', PATH: '/usr/bin' }, files)],
  ['that answers', groundOf({ HOME: '/home/ana', PATH: '/usr/bin' }, files, 'the mount /home is late')],
])('without a home %s', (_, ground) => {
  test.each(WITHOUT_HOME)('%s is read all the same', async (_facet, { gather }) => {
    const value: unknown = await gather(ground)
    expect(value).toBeObject()
  })
})

test('who asks for the caller of a home that does not answer is told so', () => {
  const ground = groundOf({ HOME: '/home/ana' }, files, 'the mount /home is late')
  expect(() => ground.caller()).toThrow(
    'Your home or the current folder is out of reach: the mount /home is late.',
  )
})

test('home and the current folder answer here', async () => {
  expect(await whySilent(env, files)).toBeUndefined()
})
