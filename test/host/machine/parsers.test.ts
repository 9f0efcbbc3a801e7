import { describe, expect, test } from 'bun:test'
import { parseVersion } from '../../../src/host/machine/helpers.ts'
import { cgroupVersion, parseLimit } from '../../../src/host/machine/limits.ts'
import { parseProxy, portsIn } from '../../../src/host/machine/network.ts'
import { isSecretName, secretsIn } from '../../../src/host/machine/secrets.ts'
import { abstractSockets, socketPath } from '../../../src/host/machine/sockets.ts'

describe('a version', () => {
  test.each([
    ['git version 2.39.5\n', '2.39.5'],
    ['pasta 0.0~git20230309.7c7625d-1\nCopyright Red Hat', '0.0~git20230309.7c7625d-1'],
    ['pasta 2024_02_20.1e6f92b\n', '2024_02_20.1e6f92b'],
    ['systemd 252 (252.39-1~deb12u1)\n+PAM +AUDIT', '252'],
    ['tmux 3.3a\n', '3.3a'],
    ['tmux next-3.6', 'next-3.6'],
    ['\x1b[31m9.9\x07', '31m9.9'],
    ['no number', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (text, version) => {
    expect(parseVersion(text)).toBe(version)
  })
})

describe('a proxy', () => {
  test.each([
    ['http://proxy.example:3128', 'proxy.example:3128', false, false],
    ['http://proxy.example:3128/', 'proxy.example:3128', false, false],
    ['proxy:3128', 'proxy:3128', false, false],
    ['socks5h://localhost:1080', 'localhost:1080', true, false],
    ['http://127.8.0.1:8118', '127.8.0.1:8118', true, false],
    ['http://[::1]:8118', '[::1]:8118', true, false],
    ['http://127.0.0.1.example:80', '127.0.0.1.example:80', false, false],
    ['http://ana:pw@proxy:3128', 'proxy:3128', false, true],
    ['http://ana:p@w@proxy:3128', 'proxy:3128', false, true],
    // The slash ends the authority; what stands before it may be half of a password.
    ['http://ana:p/w@proxy:3128', null, false, true],
    ['http://ana:pw@', null, false, true],
    ['nonsense here', null, false, false],
  ])('%s leads to %s', (value, at, loopback, login) => {
    expect(parseProxy('X', value)).toEqual({ name: 'X', at, loopback, login })
  })
})

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   112        0 1
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2
   2: 0500A8C0:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3
   3: 0100007F:9C40 0100007F:1538 01 00000000:00000000 00:00000000 00000000  1000        0 4
   4: 3500007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 5`
const TCP6 = `   0: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A
   2: 000080FE00000000FF005450FEB4C0A8:1F90 00000000000000000000000000000000:0000 0A
   3: 0000000000000000FFFF00000100007F:2383 00000000000000000000000000000000:0000 0A`

describe('ports that listen', () => {
  test('are those that the loopback reaches: its own and those on all addresses', () => {
    expect(portsIn(TCP)).toEqual([22, 53, 5432])
    expect(portsIn(TCP6)).toEqual([22, 631, 9091])
    expect(portsIn('')).toEqual([])
  })
})

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max processes             unlimited            96365                processes 
Max open files            1024                 524288               files     `

describe('a limit', () => {
  test('is read with its word for no limit', () => {
    expect(parseLimit(LIMITS, 'Max open files', 7)).toEqual({ soft: 1024, hard: 524_288, used: 7 })
    expect(parseLimit(LIMITS, 'Max processes', null)).toEqual({ soft: null, hard: 96_365, used: null })
  })

  test('that is not there is not taken for no limit', () => {
    expect(() => parseLimit('', 'Max processes', null)).toThrow('has no line Max processes')
  })
})

test.each([
  ['0::/user.slice/x', 2],
  ['12:memory:/a\n1:name=systemd:/\n0::/', 'hybrid'],
  ['2:cpu:/\n1:name=systemd:/', 1],
  ['1:name=systemd:/\n0::/', 2],
  ['', 0],
] as const)('control groups %j are %s', (text, version) => {
  expect(cgroupVersion(text)).toBe(version)
})

describe('a secret', () => {
  test.each([
    'GITHUB_TOKEN',
    'OPENAI_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'db_password',
    'GH_PAT',
    'NPM_AUTHTOKEN',
  ])('is seen in %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })
  test.each(['PATH', 'KEYBOARD', 'TOKENIZERS_PARALLELISM', 'SSH_AUTH_SOCK', 'KEY', 'COMPAT', 'HOME'])(
    'is not seen in %s',
    (name) => {
      expect(isSecretName(name)).toBe(false)
    },
  )

  test('is passed by a pattern that fits, and nothing of its value is kept', () => {
    const found = secretsIn({ LC_TOKEN: 'swordfish', A_TOKEN: 'swordfish', B_TOKEN: '', PATH: '/bin' }, [
      'LC_*',
    ])
    expect(found).toEqual([
      { name: 'A_TOKEN', passed: false },
      { name: 'LC_TOKEN', passed: true },
    ])
  })
})

describe('a socket', () => {
  test.each([
    ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
    ['unix:path=/run/user/1000/bus,guid=1', '/run/user/1000/bus'],
    ['/tmp/ssh-x/agent.1', '/tmp/ssh-x/agent.1'],
    ['tcp://127.0.0.1:2375', undefined],
    ['unix:abstract=/tmp/dbus-x', undefined],
    ['', undefined],
  ])('in %j is %s', (value, path) => {
    expect(socketPath(value)).toBe(path)
  })

  test('without a file is found by its name, one of each kind', () => {
    const text = [
      'Num       RefCount Protocol Flags    Type St Inode Path',
      '0000: 00000002 00000000 00010000 0001 01 1 @/tmp/.X11-unix/X0',
      '0000: 00000002 00000000 00010000 0001 01 2 @/tmp/.X11-unix/X1',
      '0000: 00000002 00000000 00010000 0001 01 3 @/var/lib/gdm3/.cache/ibus',
      '0000: 00000002 00000000 00010000 0001 01 4 /run/x',
    ].join('\n')
    expect(abstractSockets(text).map(({ path }) => path)).toEqual(['@/tmp/.X11-unix/X0'])
    expect(abstractSockets('')).toEqual([])
  })
})
