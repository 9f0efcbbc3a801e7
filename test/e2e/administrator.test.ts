import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Box, type Done, IS_ROOT, JAIL } from './support/box.ts'
import { expectRefusal } from './support/refusal.ts'

const CANARY = 'canary-51d9'
let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())
beforeEach(() => {
  rmSync(box.home, { recursive: true, force: true })
  mkdirSync(join(box.project, '.git'), { recursive: true })
  box.plant('docs/file', CANARY)
})

const why = IS_ROOT ? '' : ' (skipped: only root can make a file that is root’s)'
const whenRoot = describe.skipIf(!IS_ROOT)

/** Runs jail on a machine whose administrator has this file: an outer bwrap gives it an /etc of its own. */
function jail(administrator: string, ...words: readonly string[]): Done {
  const file = box.plant(join(box.top, 'administrator.yaml'), administrator)
  const etc = ['passwd', 'group', 'nsswitch.conf', 'ld.so.cache'].flatMap((name) => [
    '--ro-bind-try',
    `/etc/${name}`,
    `/etc/${name}`,
  ])
  const outer = ['--bind', '/', '/', '--dev-bind', '/dev', '/dev', '--tmpfs', '/etc', ...etc]
  return box.command(['bwrap', ...outer, '--ro-bind', file, '/etc/jail/config.yaml', '--', JAIL, ...words])
}

const run = (administrator: string, script: string, ...options: readonly string[]): Done =>
  jail(administrator, 'run', ...options, '--', 'sh', '-c', script)
const SHOW = 'cat ~/docs/file 2>/dev/null; true'

whenRoot(`the file of the administrator${why}`, () => {
  test('speaks for everybody', () => {
    expect(run('hostname: managed\nread: [~/docs]\n', `uname -n; ${SHOW}`)).toEqual({
      code: 0,
      out: `managed\n${CANARY}`,
      err: '',
    })
    expect(run('', `uname -n; ${SHOW}`)).toEqual({ code: 0, out: 'jail\n', err: '' })
  })

  test('gives way to the person where nothing is locked', () => {
    box.plant('.config/jail/config.yaml', 'hostname: mine\n')
    expect(run('hostname: managed\n', 'uname -n').out).toBe('mine\n')
    expect(run('hide: [~/docs]\n', SHOW, '--read', '~/docs').out).toBe(CANARY)
  })

  test('that is wrong stops everybody', () => {
    const done = run('hide: [docs]\n', 'touch marker')
    expectRefusal(done, {
      code: 125,
      says: /^jail: \/etc\/jail\/config\.yaml:1:8: the path "docs"/,
      fix: /\/ on/,
    })
    expect(box.outside('ls').out).toBe('')
  })
})

/** What is locked, what a config and a command line say, and how it is refused. */
const LOCKED: readonly (readonly [string, string, readonly string[], RegExp])[] = [
  [
    'lock: [network]\nnetwork: none',
    'network: open',
    [],
    /config\.yaml:1:1: "network: open, wider than none"/,
  ],
  [
    'lock: [network]\nnetwork: none',
    '',
    ['--network', 'open'],
    /command line: "network: open, wider than none"/,
  ],
  ['lock: [env]', 'env: {pass: [GH_TOKEN]}', [], /config\.yaml:1:14: "env\.pass: GH_TOKEN"/],
  ['lock: [env]', '', ['--env', 'A=b'], /command line: "env\.set: A"/],
  ['lock: [hide]\nhide: [~/docs]', 'hide: {~/docs: null}', [], /config\.yaml:1:8: "hide: ~\/docs"/],
  ['lock: [hide]\nhide: [~/docs]', 'read: [~/docs]', [], /config\.yaml:1:8: read \S+\/docs is not allowed/],
  [
    'lock: [hide]\nhide: [~/docs]',
    'read: [~/docs/file]',
    [],
    /config\.yaml:1:8: read \S+\/docs\/file is not allowed/,
  ],
  [
    'lock: [hide]\nhide: [~/docs]',
    'write: [~/link/file]',
    [],
    /config\.yaml:1:9: write \S+\/docs\/file is not allowed/,
  ],
  ['lock: [hide]\nhide: [~/docs]', '', ['--read', '~/docs'], /read \S+\/docs is not allowed/],
  ['lock: [read]', '', ['--read', '~/docs'], /command line: "read: \S+\/docs"/],
  [
    'lock: [limits]\nlimits: {tmp: 1G}',
    'limits: {tmp: 2G}',
    [],
    /config\.yaml:1:10: "limits\.tmp: 2G, more than 1G"/,
  ],
]

whenRoot(`what is locked${why}`, () => {
  test.each(LOCKED)('%j is not loosened by %j and %j', (lock, config, options, says) => {
    box.plant('.config/jail/config.yaml', `${config}\n`)
    expect(box.outside('ln -s docs ~/link').code).toBe(0)
    expectRefusal(run(`${lock}\n`, 'touch marker', ...options), { code: 125, says, fix: /administrator/ })
    expect(box.outside('ls').out).toBe('')
    const free = run(`${lock.replace(/lock: .*/, 'lock: []')}\n`, 'true', ...options)
    expect(free).toMatchObject({ code: 0 })
  })

  test('may be tightened', () => {
    box.plant('.config/jail/config.yaml', 'network: none\nhide: [~/more]\nlimits: {tmp: 1M}\n')
    expect(run('lock: [network, hide, limits, env, read]\nhide: [~/docs]\n', SHOW)).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  })

  test('is named by jail config check for each file', () => {
    box.plant('.config/jail/config.yaml', 'network: open\n')
    box.plant('.config/jail/profiles/mine.yaml', 'extends: [agent]\nenv: {pass: [A]}\n')
    box.plant(join(box.project, '.jail.yaml'), 'network: none\n')
    const done = jail('lock: [network, env]\nnetwork: none\n', 'config', 'check')
    expect(done.out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'ok      /etc/jail/config.yaml (administrator)',
      'wrong   ~/.config/jail/config.yaml (config)',
      'wrong   ~/.config/jail/profiles/mine.yaml (profile)',
      'ok      ~/src/project/.jail.yaml (project)',
      '',
    ])
    expect(done.code).toBe(1)
  })
})
