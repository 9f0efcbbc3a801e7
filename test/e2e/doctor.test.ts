import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, JAIL } from './support/box.ts'
import { refuse } from './support/refusal.ts'

const box = new Box()
afterAll(() => box.remove())
beforeEach(() => rmSync(join(box.home, '.config'), { recursive: true, force: true }))

const CONFIG = '.config/jail/config.yaml'
const doctor = (...words: readonly string[]): Done => box.jail(['doctor', ...words])
const findings = (done: Done): Record<string, { status: string; seen: string }> =>
  Object.fromEntries(JSON.parse(done.out).findings.map((one: { id: string }) => [one.id, one]))

/** A config that others may write, which every start refuses. */
function plantOpenConfig(): string {
  const path = box.plant(CONFIG, 'network: none\n')
  chmodSync(path, 0o666)
  return path
}

describe('jail doctor', () => {
  test('answers about one check alone, with 0 when it is good', () => {
    const done = doctor('--only', 'trust.settings')
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain('[ok] there are none trust.settings')
    expect(done.out).not.toContain('terminal')
  })

  test('answers about a group, in plain signs where there is no terminal', () => {
    const done = box.jail(['doctor', 'terminal'], { env: { TERM: 'xterm', LANG: 'C.UTF-8' } })
    expect(done.out).toStartWith('terminal: the terminal\n  [info] neither input nor output is a terminal')
    for (const sign of ['\x1b', '✓', '✗']) expect(done.out).not.toContain(sign)
  })

  test('tells the line of a mistake, with 1, as a start does', () => {
    box.plant(CONFIG, 'network: none\nreed: [/x]\n')
    const done = doctor('trust')
    expect(done.out).toContain(`~/${CONFIG}:2:1: `)
    expect(done.code).toBe(1)
    expect(box.jail(['run', '--', 'true']).code).toBe(125)
  })

  test('says that a project opens what nobody allowed, and asks nothing', () => {
    const path = box.plant('src/project/.jail.yaml', 'read: [~/docs]\n')
    box.plant('docs/plan', 'x')
    try {
      const found = findings(doctor('--json', 'trust'))['trust.project-file']
      expect(found?.status).toBe('warn')
      expect(found?.seen).toBe('You have not allowed ~/src/project/.jail.yaml, so nothing is started.')
    } finally {
      rmSync(path)
    }
  })

  test('lists its checks without looking at anything', () => {
    const done = doctor('--list')
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain('\n  trust.settings ')
    expect(JSON.parse(doctor('--list', '--json', 'git').out)).toContainEqual(
      expect.objectContaining({ id: 'git.present', needs: ['helpers', 'distribution'] }),
    )
  })

  test('says the same for machines', () => {
    plantOpenConfig()
    const done = doctor('--json', 'trust')
    const report = JSON.parse(done.out)
    expect(report).toMatchObject({ schema: 1, exit: 1 })
    expect(done.code).toBe(1)
    expect(findings(done)['trust.settings']).toMatchObject({
      status: 'fail',
      seen: `~/${CONFIG} can be written by others (mode 0666), so ~/${CONFIG} is not trusted.`,
      fix: { commands: [`chmod go-w ~/${CONFIG}`] },
    })
  })

  test('tells with --verbose where the time went', () => {
    expect(doctor('--verbose', 'limits').out).toMatch(
      /slowest facts .* in \d+ µs\):\n(.*\n)* {2}limits +\d+ µs/,
    )
  })

  test('refuses what it does not know, and what cannot be meant', () => {
    for (const [words, says] of [
      [['netwrk'], /no group "netwrk"/],
      [['--only', 'git'], /no check "git"/],
      [['--fix', '--json'], /--json and --fix cannot stand together/],
      [['--report', '--json'], /--json and --report cannot stand together/],
      [['--list', '--fix'], /--list looks at nothing/],
      [['--yes'], /--yes answers the questions of --fix/],
    ] as const)
      refuse(box, { words: ['doctor', ...words], code: 125, says, fix: /\S/ })
  })
})

describe('jail doctor prints no secret', () => {
  const PASSWORD = 'swordfish-7f3a'
  const env = {
    GITHUB_TOKEN: PASSWORD,
    LC_API_KEY: PASSWORD,
    HTTPS_PROXY: `http://ana:${PASSWORD}@proxy.example:3128`,
    all_proxy: `http://ana:${PASSWORD}/x@proxy.example`,
    DOCKER_HOST: `tcp://ana:${PASSWORD}@127.0.0.1:1`,
  }

  test.each([['--verbose'], ['--json'], ['--report']])('with %s, nor the home folder', (option) => {
    const { out, err } = box.jail(['doctor', option], { env })
    expect(out).toContain('LC_API_KEY')
    expect(out).toContain('HTTPS_PROXY')
    for (const text of [PASSWORD, box.home]) expect(out + err).not.toContain(text)
  })
})

describe('jail doctor works', () => {
  test('without a home folder, and says that it is unknown', () => {
    const done = box.jail(['doctor', 'trust', '--json'], { env: { HOME: '/' } })
    expect(findings(done)['trust.settings']).toEqual(
      expect.objectContaining({ status: 'unknown', seen: expect.stringContaining('home folder is "/"') }),
    )
    expect(findings(done)['trust.inside']?.status).toBe('ok')
    expect(done.code).toBe(2)
  })

  test('with a home folder that is not there', () => {
    const done = box.jail(['doctor', 'trust', '--json'], { env: { HOME: '/nowhere/ana' } })
    expect(findings(done)['trust.settings']).toMatchObject({ status: 'ok', seen: 'there are none' })
  })

  test('with a bwrap that is not there', () => {
    const done = box.jail(['doctor', '--json'], { env: { JAIL_BWRAP: '/nowhere/bwrap' } })
    expect(findings(done)['trust.inside']?.status).toBe('ok')
    const ofBwrap = Object.entries(findings(done)).filter(([id]) => id.startsWith('bubblewrap.'))
    expect(ofBwrap.map(([, { status }]) => status).filter((status) => status !== 'ok')).not.toEqual([])
  })

  test('inside a jail, and says so', () => {
    const done = box.jail(['run', '--read', JAIL, '--', JAIL, 'doctor', '--json'])
    expect(done.err).not.toContain('bug of jail')
    expect(findings(done)['trust.inside']?.seen).toBe('this is the inside of a jail already')
  })

  test('with hardly any /proc and no /sys', () => {
    // Bun itself does not start without the map of its memory (glibc's pthread_getattr_np reads it).
    const bare = [
      '--unshare-user',
      '--ro-bind',
      '/',
      '/',
      '--dev',
      '/dev',
      '--tmpfs',
      '/proc',
      '--tmpfs',
      '/sys',
    ]
    const maps = ['--ro-bind', '/proc/self/maps', '/proc/self/maps']
    const done = box.command(['bwrap', ...bare, ...maps, JAIL, 'doctor', '--json'])
    expect(done.err).not.toContain('bug of jail')
    const found = findings(done)
    expect(found['limits.files']).toMatchObject({
      status: 'unknown',
      seen: 'limits: /proc/self/limits cannot be read',
    })
    expect(found['terminal.tiocsti']?.status).toBe('unknown')
    expect(found['trust.sockets']?.status).toBe('unknown')
    expect(found['trust.secrets']?.status).toBe('ok')
    expect(Object.values(found).filter(({ status }) => status === 'crash')).toEqual([])
  })
})

describe('jail doctor --fix', () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o777

  test('runs nothing where nobody can be asked', () => {
    const path = plantOpenConfig()
    const done = doctor('--fix', 'trust')
    expect(done.err).toContain('There is no terminal to ask on, so nothing was run.')
    expect(done.code).toBe(125)
    expect(modeOf(path)).toBe(0o666)
  })

  test('runs all with --yes, and then all is well', () => {
    const path = plantOpenConfig()
    const done = doctor('--fix', '--yes', '--only', 'trust.settings')
    expect(done.out).toContain(`\ntrust.settings\n  $ chmod go-w ~/${CONFIG}\n`)
    expect(done.out).toEndWith('To see what has changed: jail doctor\n')
    expect(done.code).toBe(0)
    expect(modeOf(path)).toBe(0o644)
    expect(doctor('--only', 'trust.settings').code).toBe(0)
  })

  test('never starts a program of PATH', () => {
    const path = plantOpenConfig()
    const trace = join(box.home, 'started')
    const planted = box.plant('bin/chmod', `#!/bin/sh\ntouch ${trace}\n`, 0o755)
    const env = { PATH: `${join(planted, '..')}:/usr/bin:/bin` }
    const words = ['doctor', '--fix', '--yes', '--only', 'trust.settings']
    expect(box.command(['chmod', '--version'], { env }).code).toBe(0)
    expect(existsSync(trace)).toBe(true)
    rmSync(trace)
    expect(box.jail(words, { env }).code).toBe(0)
    expect(existsSync(trace)).toBe(false)
    expect(modeOf(path)).toBe(0o644)
  })

  test('has nothing to do on a good machine', () => {
    const done = doctor('--fix', '--only', 'trust.settings')
    expect(done.out).toEndWith('There is no command to run.\n')
    expect(done.code).toBe(0)
  })
})
