import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, JAIL } from './support/box.ts'
import { expectRefusal, type Refused, refuse } from './support/refusal.ts'

let box: Box
beforeAll(() => {
  box = new Box()
  const bin = join(box.project, 'bin')
  box.plant(join(bin, 'plain-text'), 'text\n', 0o644)
  box.plant(join(bin, 'lost'), '#!/nowhere/at/all\n', 0o755)
  box.plant(join(bin, 'no-program'), 'neither a script nor ELF', 0o755)
  box.plant(join(bin, 'works'), '#!/bin/sh\necho it works\n', 0o755)
  box.plant(join(box.top, 'lib/snap'), '#!/bin/sh\n', 0o755)
  symlinkSync('../../../../lib/snap', join(bin, 'snapped'))
  box.plant(join(box.project, 'flatpak/exports/bin/app'), '#!/bin/sh\n', 0o755)
})
afterAll(() => box.remove())

const PATH_OF_PROJECT = () => ({ env: { PATH: `${box.project}/bin:/usr/bin:/bin` } })

// [what, the command, on the project's PATH, exit code, sentence, fix]
const BEFORE_THE_START = [
  ['one that is nowhere', 'nosuch', 127, /"nosuch" was not found: looked in \S+\/bin, \/usr\/bin, \/bin\./],
  [
    'a path to nothing',
    './bin/nosuch',
    127,
    /"\.\/bin\/nosuch" was not found: there is no \/\S+\/bin\/nosuch/,
  ],
  ['a file without an x on PATH', 'plain-text', 126, /\/plain-text cannot be executed: its mode is 0644/],
  ['a file without an x', 'bin/plain-text', 126, /\/plain-text cannot be executed: its mode is 0644/],
  ['a folder', './bin', 126, /\/bin cannot be executed: it is a folder/],
  [
    'a script whose interpreter is lost',
    'lost',
    126,
    /\/lost cannot be executed: it is started by \/nowhere\/at\/all, which/,
  ],
  ['a snap', 'snapped', 126, /\/snapped is a snap program, and snap cannot start inside a user namespace/],
  ['a flatpak', 'flatpak/exports/bin/app', 126, /\/app is a flatpak program/],
] as const

const FIXES = {
  127: /spelling, install it/,
  126: /chmod \+x \/|another way \(npm|correct the first line of/,
} as const

describe('the command is refused before anything starts:', () => {
  test.each([...BEFORE_THE_START])('%s', (_, word, code, says) => {
    refuse(box, { words: ['run', '--', word], code, says, fix: FIXES[code], how: PATH_OF_PROJECT() })
  })

  test('the agent of a profile that is not installed', () => {
    const says = /"claude" was not found: looked in \/usr\/bin, \/bin/
    const how = { env: { PATH: '/usr/bin:/bin' } }
    // Somebody may have installed it for the whole machine.
    if (box.outside('command -v claude').code !== 0)
      refuse(box, { words: ['run', 'claude'], code: 127, says, fix: /install it/, how })
  })

  test('any, when PATH is empty, but not one with its full path', () => {
    const how = { env: { PATH: '' } }
    refuse(box, { words: ['run', 'true'], code: 127, says: /PATH is empty/, fix: /full path/, how })
    expect(box.jail(['run', '/usr/bin/env'], how).code).toBe(0)
  })

  test('and one that works is started, by its name and by its path', () => {
    for (const word of ['works', 'bin/works', './bin/works', join(box.project, 'bin/works')])
      expect(box.jail(['run', word], PATH_OF_PROJECT())).toEqual({ code: 0, out: 'it works\n', err: '' })
  })
})

describe('the command is there outside, but cannot start inside:', () => {
  test.each([
    [
      'it is no program',
      ['bin/no-program'],
      126,
      /\/no-program could not be executed inside: it has no #! line/,
      /file \S+\/no-program/,
    ],
    [
      'it is hidden itself',
      ['--hide', 'bin/works', 'bin/works'],
      127,
      /\/works is there outside, but it is not visible inside/,
      /--read \S+\/works/,
    ],
  ])('%s', (_, words, code, says, fix) => {
    expectRefusal(box.jail(['run', ...words]), { code, says, fix })
  })

  test('and one in a hidden folder is shown, since it was named, but nothing else of that folder', () => {
    box.plant(join(box.project, 'bin/lists'), '#!/bin/sh\nls "$' + '{0%/*}"\n', 0o755)
    expect(box.jail(['run', '--hide', 'bin', 'bin/lists'])).toEqual({ code: 0, out: 'lists\n', err: '' })
  })
})

describe('bubblewrap is refused:', () => {
  const REAL = Bun.which('bwrap', { PATH: '/usr/bin:/bin:/usr/local/bin' }) ?? ''
  const fake = (name: string, script: string, mode = 0o755) => {
    const path = box.plant(join(box.top, 'bwraps', name), `#!/bin/sh\n${script}`, mode)
    chmodSync(path, mode)
    return path
  }
  const with_ = (path: string): Pick<Refused, 'words' | 'code' | 'how'> => ({
    words: ['run', '--', 'echo', 'ran'],
    code: 125,
    how: { env: { JAIL_BWRAP: path } },
  })
  const fix = /Unset JAIL_BWRAP, or name a bwrap that belongs to root or to you/

  test.each([
    [
      'a file that is not there',
      () => '/nowhere/bwrap',
      /JAIL_BWRAP names \/nowhere\/bwrap, which is not a file/,
    ],
    ['a folder', () => '/usr/bin', /JAIL_BWRAP names \/usr\/bin, which is not a file/],
    ['a relative path', () => 'bin/works', /JAIL_BWRAP names bin\/works, which is not an absolute path/],
    ['one without an x', () => fake('no-x', '', 0o644), /\/no-x is not executable/],
    [
      'one that others can write',
      () => fake('open', '', 0o777),
      /\/open can be written by others \(mode 777\)/,
    ],
    [
      'another program',
      () => fake('other', 'echo hello'),
      /\/other --help does not list the options of bubblewrap/,
    ],
  ])('%s', (_, path, says) => {
    refuse(box, { ...with_(path()), says, fix })
  })

  test('one that lies where others can write', () => {
    const path = fake('shared/bwrap', `exec ${REAL} "$@"`)
    chmodSync(join(box.top, 'bwraps/shared'), 0o777)
    refuse(box, { ...with_(path), says: /\/shared can be written by others \(mode 777\)/, fix })
    chmodSync(join(box.top, 'bwraps/shared'), 0o755)
    expect(box.jail(['run', '--', 'echo', 'ran'], { env: { JAIL_BWRAP: path } }).out).toBe('ran\n')
  })

  test.each([
    [12345, /\/foreign belongs to user 12345, not to root or you/],
    // The kernel shows this number for every owner that the sandbox around jail does not know.
    [65534, /\/foreign belongs to nobody who is known here/],
  ])('one of the third person %d', (uid, says) => {
    const path = fake('foreign', '')
    // Only root can give a file away.
    if (!IS_ROOT) return expect(() => chownSync(path, uid, uid)).toThrow()
    chownSync(path, uid, uid)
    refuse(box, { ...with_(path), says, fix })
  })

  test('one that cannot filter system calls', () => {
    const path = fake(
      'weak',
      `[ "$1" != --help ] || { ${REAL} --help | grep -v seccomp; exit; }\nexec ${REAL} "$@"`,
    )
    const says =
      /cannot hold what the profile base promises \(seccomp: no filter of system calls: .* has no --seccomp\)/
    refuse(box, { ...with_(path), says, fix: /Install a newer bubblewrap/ })
  })

  test('one that fails, with its own words and with nothing started', () => {
    const path = fake(
      'failing',
      `case $1 in --help | --version) exec ${REAL} "$@";; esac\necho 'bwrap: No luck' >&2\nexit 1`,
    )
    const says = /The jail could not be set up: .*No luck/
    expectRefusal(box.jail(['run', '--', 'echo', 'ran'], { env: { JAIL_BWRAP: path } }), {
      code: 125,
      says,
      fix: /\S/,
    })
  })
})

describe('the home folder is refused', () => {
  test.each(['/', 'relative/home', '//'])('when HOME is %s', (home) => {
    const how = { env: { HOME: home } }
    refuse(box, { words: ['run', 'true'], code: 125, says: /The home folder is "/, fix: /Set HOME/, how })
  })

  test('when root runs under sudo with the home of somebody else, but not with root’s own', () => {
    const how = { env: { SUDO_USER: 'somebody' } }
    if (!IS_ROOT) return expect(box.jail(['run', 'true'], how).code).toBe(0)
    const home = join(box.top, 'foreign')
    mkdirSync(home)
    chownSync(home, 65534, 65534)
    const says = /runs as root under sudo, but HOME is \S+\/foreign, the folder of somebody else/
    const fix = /Run it as somebody, without sudo/
    refuse(box, { words: ['run', 'true'], code: 125, says, fix, how: { env: { ...how.env, HOME: home } } })
    expect(box.outside(`ls -A ${home}`).out).toBe('')
    rmSync(home, { recursive: true })
    expect(box.jail(['run', 'true'], how).code).toBe(0)
  })

  test('when HOME is a file', () => {
    const how = { env: { HOME: '/etc/passwd' } }
    refuse(box, {
      words: ['run', 'true'],
      code: 125,
      says: /\/etc\/passwd is no folder/,
      fix: /Set HOME/,
      how,
    })
  })

  test('but one that is not there is not made, and the command runs', () => {
    const home = join(box.top, 'absent/home')
    expect(box.jail(['run', '--', 'echo', 'ran'], { env: { HOME: home } })).toMatchObject({
      code: 0,
      out: 'ran\n',
    })
    expect(existsSync(join(box.top, 'absent'))).toBe(false)
  })
})

test('too few open files stop the start, with what to type', () => {
  const done = box.command(['bash', '-c', `ulimit -n 25; ${JAIL} run true; exit $?`])
  expect(done).toMatchObject({ code: 125, out: '' })
  expect(done.err).toMatch(/Too few files may be open.*ulimit -n 1024/s)
})

test('a name that holds control bytes does not reach the terminal as it is', () => {
  const done = box.jail(['run', '--project', 'a\u001b[2Jb', 'true'])
  expect(done.code).toBe(125)
  expect(done.err).toContain('a\\x1b[2Jb')
  expect(done.err).not.toContain('\u001b')
})
