import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Box, type Done } from './support/box.ts'
import { expectRefusal } from './support/refusal.ts'

const CONFIG = '.config/jail/config.yaml'
const SHOWN = `~/${CONFIG}`
const PROFILES = '.config/jail/profiles'
const box = new Box()
const PROJECT = join(box.project, '.jail.yaml')
afterAll(() => box.remove())
beforeEach(() => {
  rmSync(box.home, { recursive: true, force: true })
  mkdirSync(join(box.project, '.git'), { recursive: true })
})

/** The lines without the administrator's, which belongs to the machine. */
const linesOf = ({ out }: Done): string[] =>
  out
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('/etc/jail/'))

describe('jail config check', () => {
  const check = (...words: readonly string[]): Done => box.jail(['config', 'check', ...words])

  test('says of each file whether it is there', () => {
    expect(linesOf(check())).toEqual([
      `none    ${SHOWN} (config)`,
      'none    ~/src/project/.jail.yaml (project)',
    ])
    for (const [path, text] of [
      [CONFIG, 'network: none'],
      [`${PROFILES}/b.yaml`, 'extends: [a]'],
      [`${PROFILES}/a.yaml`, ''],
      [PROJECT, 'hide: [./x]'],
    ] as const)
      box.plant(path, text)
    const done = check()
    expect(linesOf(done)).toEqual([
      `ok      ${SHOWN} (config)`,
      `ok      ~/${PROFILES}/a.yaml (profile)`,
      `ok      ~/${PROFILES}/b.yaml (profile)`,
      'ok      ~/src/project/.jail.yaml (project)',
    ])
    expect([done.code, done.err]).toEqual([0, ''])
  })

  test('names every fault, not the first alone', () => {
    box.plant(CONFIG, 'reed: [~/x]')
    box.plant(`${PROFILES}/a.yaml`, 'extends: [b]')
    box.plant(`${PROFILES}/base.yaml`, '')
    box.plant(`${PROFILES}/c.yml`, '')
    box.plant(`${PROFILES}/notes.txt`, 'not looked at')
    box.plant(PROJECT, 'lock: [env]')
    const done = check()
    expect([done.code, done.err]).toEqual([1, ''])
    const wrong = linesOf(done).filter((line) => !line.startsWith(' '))
    expect(wrong).toEqual([
      `wrong   ${SHOWN} (config)`,
      `wrong   ~/${PROFILES}/a.yaml (profile)`,
      `wrong   ~/${PROFILES}/base.yaml (profile)`,
      `wrong   ~/${PROFILES}/c.yml (profile)`,
      'wrong   ~/src/project/.jail.yaml (project)',
    ])
    expect(done.out).toContain(`        ${SHOWN}:1:1: there is no word "reed"`)
    expect(done.out).toContain(`        ~/${PROFILES}/a.yaml:1:11: There is no profile "b".`)
  })

  test('cannot tell of a file that cannot be read', () => {
    mkdirSync(join(box.home, '.config/jail'), { recursive: true })
    symlinkSync(join(box.home, 'gone'), join(box.home, CONFIG))
    const done = check()
    expect(linesOf(done)[0]).toBe(`unknown ${SHOWN} (config)`)
    expect(done.code).toBe(2)
  })

  test.each([
    [[], 0, 'ok      ~/src/project/x.yaml (checked as profile; --as names another kind)'],
    [['--as', 'profile'], 0, 'ok      ~/src/project/x.yaml (profile)'],
    [['--as', 'config'], 1, 'wrong   ~/src/project/x.yaml (config)'],
  ])('takes one file with %p', (options, code, line) => {
    box.plant(join(box.project, 'x.yaml'), 'command: sh')
    const done = check('x.yaml', ...options)
    expect([done.code, done.out.split('\n')[0]]).toEqual([code, line])
  })

  test.each([
    [CONFIG, 'config'],
    [`${PROFILES}/mine.yaml`, 'profile'],
    ['elsewhere/.jail.yaml', 'project'],
  ])('knows ~/%s as %s by its place', (path, kind) => {
    box.plant(path, '')
    expect(check(join(box.home, path))).toEqual({ code: 0, out: `ok      ~/${path} (${kind})\n`, err: '' })
  })

  test.each<readonly [readonly string[], number, RegExp, RegExp]>([
    [['check', 'nothing.yaml'], 2, /There is no file ~\/src\/project\/nothing\.yaml/, /spelling/],
    [['check', 'a', 'b'], 125, /takes one file, but got "b" too/, /one by one/],
    [['check', '--as', 'config'], 125, /no file is named/, /FILE --as config/],
    [['chekc'], 125, /jail config cannot "chekc"/, /jail config check/],
    [[], 125, /needs to know what to do/, /It can: check, show/],
  ])('jail config %p is refused', (words, code, says, fix) => {
    expectRefusal(box.jail(['config', ...words]), { code, says, fix })
  })

  test('makes names from outside harmless', () => {
    box.plant(join(box.project, 'a\x1b[2J.yaml'), 'command: sh')
    const { out } = check('a\x1b[2J.yaml')
    expect(out).toContain('a\\x1b[2J.yaml')
    expect(out).not.toContain('\x1b')
  })
})
