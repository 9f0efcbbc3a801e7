import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 9'
const SYSTEM: LayerFile = { read: { '/bin': 'programs' } }

function make(env: Record<string, string>, file: LayerFile, entries: Small['entries'] = {}) {
  const { plan } = decide([SYSTEM, file], { env, entries })
  return { env: Object.fromEntries(plan.env), dropped: plan.droppedEnv }
}

const pass = (...names: string[]): LayerFile => ({ env: { pass: names } })

describe('a variable of the caller', () => {
  test.each([
    ['that nobody names stays outside', { TOKEN: 'x' }, pass('OTHER'), undefined],
    ['that is named comes inside', { TOKEN: 'x' }, pass('TOKEN'), 'x'],
    ['that a pattern matches comes inside', { TOKEN: 'x' }, pass('TOK*'), 'x'],
    ['that a pattern nearly matches stays outside', { TOKEN: 'x' }, pass('TOKE?', 'OKEN', 'TOK'), undefined],
    ['that is empty comes inside empty', { TOKEN: '' }, pass('TOKEN'), ''],
    ['with any bytes but NUL comes inside as it is', { TOKEN: " a'b\n$c " }, pass('TOKEN'), " a'b\n$c "],
    ['with a NUL byte stays outside', { TOKEN: 'a\0b' }, pass('TOKEN'), undefined],
    [
      'gives way to what a profile sets',
      { TOKEN: 'x' },
      { env: { pass: ['TOKEN'], set: { TOKEN: 'y' } } },
      'y',
    ],
    [
      'that a profile only sets has the profile’s value',
      { TOKEN: 'x' },
      { env: { set: { TOKEN: 'y' } } },
      'y',
    ],
  ] as [string, Record<string, string>, LayerFile, string | undefined][])('%s', (_, env, file, value) => {
    expect(make(env, file).env['TOKEN']).toBe(value as string)
  })

  test.each(['toString', 'constructor', '__proto__'])('called %s that is not there is not passed', (name) => {
    expect(Object.keys(make({}, pass(name)).env)).not.toContain(name)
  })
})

const NEVER = [
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'BUN_OPTIONS',
  'BUN_BE_BUN',
  'NODE_OPTIONS',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XDG_RUNTIME_DIR',
]

describe('what loads code or reaches a socket of the host', () => {
  test.each(NEVER)('%s is passed by no pattern, but by its name', (name) => {
    expect(make({ [name]: 'x' }, pass('*')).env[name] as string | undefined).toBeUndefined()
    expect(make({ [name]: 'x' }, pass(name)).env[name]).toBe('x')
  })
  test.each(['LDFLAGS', 'BUNDLE', 'NODE_ENV', 'DISPLAY_NAME', 'SSH_TTY'])(
    '%s only looks like one',
    (name) => {
      expect(make({ [name]: 'x' }, pass('*')).env[name]).toBe('x')
    },
  )
  test('is passed by no pattern whatever', () => {
    const pattern = fc.tuple(fc.constantFrom(...NEVER), fc.nat(12), fc.nat(12)).map(([name, a, b]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      return `${name.slice(0, from)}*${name.slice(to)}`
    })
    fc.assert(
      fc.property(pattern, (one) => {
        const env = make(Object.fromEntries(NEVER.map((name) => [name, 'x'])), pass(one)).env
        for (const name of NEVER) expect(Object.keys(env)).not.toContain(name)
      }),
      { numRuns: 200 },
    )
  })
})

describe('who you are', () => {
  test('is told whatever the profile passes and the caller says', () => {
    const { env } = make(
      { USER: 'other', LOGNAME: 'other', SHELL: '/x', HOME: '/home/eve' },
      pass('USER', 'LOGNAME'),
    )
    expect(env).toMatchObject({ USER: 'eve', LOGNAME: 'eve', HOME: '/home/eve', SHELL: '/bin/sh' })
  })
})

describe('a variable that names a path', () => {
  const entries = { '/home/eve/ca.pem': FILE, '/home/eve/p/ca.pem': FILE, '/home/eve/seen': FOLDER }
  const file: LayerFile = {
    ...pass('CERT', 'XDG_CONFIG_HOME'),
    write: { './': 'x' },
    read: { '~/seen': 'x' },
  }
  test.each([
    ['/home/eve/ca.pem', 'that is hidden is dropped, and said', false],
    ['/home/eve', 'that is the hidden home is dropped', false],
    ['/tmp', 'that is only scratch space inside is dropped', false],
    ['/home/eve/p/ca.pem', 'in the project is passed', true],
    ['/home/eve/seen', 'that is read is passed', true],
    ['/bin/sh', 'of the system is passed', true],
    ['/nowhere', 'that leads to nothing outside either is passed', true],
    ['p/ca.pem', 'that is relative is passed', true],
    ['/home/eve/ca.pem:/bin', 'with more in it is passed', true],
  ])('%s %s', (value, _, passed) => {
    const { env, dropped } = make({ CERT: value }, file, entries)
    expect(env['CERT']).toBe((passed ? value : undefined) as string)
    expect(dropped).toEqual(passed ? [] : ['CERT'])
  })
  test('a settings folder that is hidden is passed all the same: an empty writable one stands there', () => {
    const { env } = make({ XDG_CONFIG_HOME: '/home/eve/cfg' }, file, { '/home/eve/cfg': FOLDER })
    expect(env['XDG_CONFIG_HOME']).toBe('/home/eve/cfg')
  })
  test('is said to be dropped once, however many patterns match it', () => {
    const twice = make({ CERT: '/home/eve/ca.pem' }, pass('CERT', 'CE*', '*'), entries)
    expect(twice.dropped.filter((name) => name === 'CERT')).toEqual(['CERT'])
  })
})

describe('PATH inside', () => {
  const entries = {
    '/usr': 'folder 0755 0 0',
    '/usr/bin': 'folder 0755 0 0',
    '/home/eve/bin': FOLDER,
    '/home/eve/tools': FOLDER,
    '/home/eve/tools/one': 'file 0755 1000 1000 9',
    '/home/eve/b': 'link tools',
    '/home/eve/p/bin': FOLDER,
  }
  const file: LayerFile = { read: { '/usr': 'x', '~/tools/one': 'x' }, write: { './': 'x' } }
  test.each([
    ['/usr/bin:/bin', '/usr/bin:/bin', 'keeps its order'],
    ['/bin:/usr/bin:/bin', '/bin:/usr/bin', 'has each folder once'],
    ['/bin:/home/eve/bin', '/bin', 'has no folder that is hidden'],
    ['/home/eve/tools:/bin', '/home/eve/tools:/bin', 'has a folder in which one program is shown'],
    ['/home/eve/b:/bin', '/home/eve/b:/bin', 'has a link to one'],
    ['/home/eve/p/bin:/bin', '/home/eve/p/bin:/bin', 'has a folder of the project that the caller has'],
    ['./node_modules/.bin::bin:/bin', '/bin', 'has no relative and no empty entry'],
    ['/nowhere:/bin', '/bin', 'has no folder that is not there'],
    ['/usr/../bin/:/bin', '/bin', 'is made normal'],
    ['/home/eve/bin', '/usr/bin:/bin', 'is never empty'],
    ['', '/usr/bin:/bin', 'is never empty, even when the caller’s is'],
  ])('%s becomes %s: it %s', (before, after) => {
    expect(make({ PATH: before }, file, entries).env['PATH']).toBe(after)
  })
})

describe('a variable that says where a tool manager is', () => {
  const entries = {
    '/data': FOLDER,
    '/data/nvm': FOLDER,
    '/home/eve/.nvm': FOLDER,
    '/home/eve/.nvm/v22': FOLDER,
    '/home/eve/jdk': FOLDER,
  }
  test.each([
    ['NVM_DIR', '/home/eve/.nvm', {}, true, 'below home, where it can make what it needs'],
    ['NVM_DIR', '/home/eve/.nvm', { read: { '~/.nvm/v22': 'x' } }, true, 'with one version of it shown'],
    ['GOPATH', '/home/eve/go', {}, true, 'that is not there yet'],
    ['NVM_DIR', '/home/eve', {}, false, 'that is home itself'],
    ['NVM_DIR', '/data/nvm', {}, false, 'that is hidden elsewhere'],
    ['NVM_DIR', '/data/nvm', { read: { '/data/nvm': 'x' } }, true, 'that is shown elsewhere'],
    ['JAVA_HOME', '/home/eve/jdk', {}, false, 'that nothing can make, and is hidden'],
  ] as [string, string, LayerFile, boolean, string][])(
    '%s=%s %j: passed %p: one %s',
    (name, value, file, passed) => {
      const { env, dropped } = make({ [name]: value }, { ...pass(name), ...file }, entries)
      expect([env[name], dropped]).toEqual(passed ? [value, []] : [undefined as never, [name]])
    },
  )
})

test('the variables stand in the order of their names, so that two plans can be compared', () => {
  const names = Object.keys(make({ B: '1', A: '2', a: '3', _: '4' }, pass('B', 'A', 'a', '_')).env)
  expect(names).toEqual(names.toSorted())
})

describe('a secret under another name', () => {
  const KEY = 'ghp_0123456789'
  const AS = 'CLAUDE_CODE_EXTRA'
  test.each([
    ['that a pattern passes stays outside with it', { GITHUB_TOKEN: KEY }, pass('CLAUDE_*'), false],
    ['of another kind too', { PGPASSWORD: KEY }, pass('CLAUDE_*'), false],
    ['of another kind, as a part of the name', { my_key: KEY }, pass('*_EXTRA'), false],
    ['that is listed by its own name is passed', { GITHUB_TOKEN: KEY }, pass('CLAUDE_*', AS), true],
    ['is none when the secret is passed itself', { GITHUB_TOKEN: KEY }, pass('CLAUDE_*', 'GITHUB_*'), true],
    ['is none when the other value differs', { GITHUB_TOKEN: `${KEY}x` }, pass('CLAUDE_*'), true],
    [
      'is none when the other is no secret by its name',
      { AUTHOR: KEY, KEYBOARD: KEY },
      pass('CLAUDE_*'),
      true,
    ],
  ] as const)('%s', (_, env, file, passed) => {
    const { plan } = decide([SYSTEM, file], { env: { ...env, [AS]: KEY } })
    expect(plan.env.get(AS)).toBe(passed ? KEY : undefined)
    const told = plan.notices.filter((notice) => notice.includes(AS))
    expect(told).toEqual(
      passed
        ? []
        : [
            `${AS} is not passed: it has the value of ${Object.keys(env)[0]}, which stays outside. To pass it: --env ${AS}`,
          ],
    )
  })

  test.each(['', '1', 'true', 'en_US'])('is not looked for in a value as short as %j', (value) => {
    expect(make({ API_TOKEN: value, [AS]: value }, pass('CLAUDE_*')).env[AS]).toBe(value)
  })
  test('is not looked for in what a profile sets', () => {
    expect(make({ API_TOKEN: KEY }, { env: { set: { OTHER: KEY } } }).env['OTHER']).toBe(KEY)
  })
})
