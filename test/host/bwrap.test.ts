import { afterAll, describe, expect, test } from 'bun:test'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { optionsIn } from '../../src/host/gather/bwrap.ts'
import { ERRNO, Files, type Stat } from '../../src/sys/files.ts'
import { FakeBwraps, HELP, OPTIONS } from './fake-bwrap.ts'

const fake = new FakeBwraps()
afterAll(() => fake.remove())

test('the options are those that a help text lists at the start of its lines, sorted', () => {
  expect(optionsIn(HELP)).toEqual(OPTIONS)
  expect(optionsIn('')).toEqual([])
  expect(optionsIn('    --a-b\n    --a-b X\n    --')).toEqual(['--a-b'])
})

describe('a bwrap that the caller names is taken', () => {
  test.each(['755', '555', '700', '4755', '6755', '711'])('with the mode %s', (octal) => {
    const mode = Number.parseInt(octal, 8)
    const path = fake.plant(`good/${mode}`, mode)
    const value = { path, setuid: (mode & 0o4000) !== 0, version: '0.9.0', options: OPTIONS }
    expect(fake.gather(path).bwrap).toEqual({ known: true, value })
  })

  test('in a folder where everybody may add, but nobody take away', () => {
    const path = fake.plant('sticky/bwrap')
    chmodSync(dirname(path), 0o1777)
    expect(fake.gather(path).bwrap.known).toBe(true)
  })

  test('by a link, when what it leads to is safe too', () => {
    const path = join(fake.top, 'link-to-good')
    symlinkSync(fake.plant('good/linked'), path)
    expect(fake.gather(path).bwrap).toMatchObject({ known: true, value: { path } })
  })

  test('whatever its version says, or does not say', () => {
    const path = fake.plant('good/old')
    writeFileSync(path, `#!/bin/sh\n/bin/cat <<'E'\n${HELP}\nE\n`)
    expect(fake.gather(path).bwrap).toMatchObject({
      known: true,
      value: { version: 'unknown', options: OPTIONS },
    })
  })
})

describe('a bwrap that somebody else could change is refused', () => {
  test.each(['777', '775', '757', '4777', '1777', '733'])('with the mode %s', (octal) => {
    const mode = Number.parseInt(octal, 8)
    const path = fake.plant(`bad/${mode}`, mode)
    expect(whyNot(path)).toContain(`${path} can be written by others (mode ${octal})`)
  })

  test.each(['777', '775', '757'])('in a folder with the mode %s', (octal) => {
    const mode = Number.parseInt(octal, 8)
    const path = fake.plant(`open-${mode}/bwrap`)
    chmodSync(dirname(path), mode)
    expect(whyNot(path)).toContain(`${dirname(path)} can be written by others (mode ${octal})`)
  })

  test('in a folder that lies in one where everybody may write', () => {
    const path = fake.plant('shared/inner/bwrap')
    chmodSync(join(fake.top, 'shared'), 0o777)
    expect(whyNot(path)).toContain(`${join(fake.top, 'shared')} can be written by others`)
  })

  test('by a link into a folder where everybody may write', () => {
    const target = fake.plant('writable/bwrap')
    chmodSync(dirname(target), 0o777)
    const path = join(fake.top, 'link-to-writable')
    symlinkSync(target, path)
    expect(whyNot(path)).toContain(`${dirname(target)} can be written by others`)
  })

  const STRANGER = 3_999_999_123
  test.each(['foreign/bwrap', 'foreign'])('when %s belongs to another user', (place) => {
    class Foreign extends Files {
      override stat(path: string, follow?: boolean): Stat | number {
        const stat = super.stat(path, follow)
        return typeof stat === 'object' && path === join(fake.top, place) ? { ...stat, uid: STRANGER } : stat
      }
    }
    const path = fake.plant('foreign/bwrap')
    expect(whyNot(path, { files: new Foreign(fake.files.libc) })).toBe(
      `${join(fake.top, place)} belongs to user ${STRANGER}, not to root or you`,
    )
  })

  test('before it is asked anything', () => {
    fake.wasCalled()
    whyNot(fake.plant('bad/silent', 0o777))
    expect(fake.wasCalled()).toBe(false)
    fake.gather(fake.plant('good/loud'))
    expect(fake.wasCalled()).toBe(true)
  })
})

describe('what is no bwrap is refused', () => {
  const plain = fake.plant('good/plain')
  symlinkSync('nowhere', join(fake.top, 'dangling'))
  test.each([
    ['a relative path', relative(process.cwd(), plain), 'not an absolute path'],
    ['a missing file', join(fake.top, 'missing'), 'is not a file'],
    ['a folder', fake.top, 'is not a file'],
    ['a device', '/dev/null', 'is not a file'],
    ['a dangling link', join(fake.top, 'dangling'), 'is not a file'],
    ['an empty name', '', 'is not a file'],
    ['a name alone', 'bwrap', 'is not a file'],
    ['a file that is not executable', fake.plant('good/text', 0o644), 'is not executable'],
    [
      'another program',
      fake.plant('good/other', 0o755, '    --bind\n    --help'),
      'does not list the options of bubblewrap',
    ],
    [
      'a setuid bwrap that refuses by its own words',
      fake.plant('good/setuid', 0o755, 'bwrap: setuid use of bubblewrap is not supported in this build'),
      'good/setuid is setuid root, and refuses to start so',
    ],
    [
      'one with capabilities that refuses by its own words',
      fake.plant('good/caps', 0o755, 'bwrap: Unexpected capabilities but not setuid, old file caps config?'),
      'good/caps has capabilities of its own, and refuses to start so',
    ],
    ['a silent program', fake.plant('good/quiet', 0o755, ''), 'does not list the options of bubblewrap'],
  ])('%s', (_what, path, why) => {
    expect(whyNot(path)).toContain(why)
  })

  test('a file that the kernel cannot start, with a reason and not with a crash', () => {
    const path = fake.plant('good/garbage')
    writeFileSync(path, new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]))
    expect(whyNot(path)).toContain(path)
  })
})

describe('without a name', () => {
  /** A machine on which only these paths are there, each with a kept answer. */
  class Only extends Files {
    readonly #paths: readonly string[]
    constructor(...paths: readonly string[]) {
      super(fake.files.libc)
      this.#paths = paths
    }
    override stat(path: string): Stat | number {
      const stat = { mode: 0o755, uid: 0, gid: 0, size: 1, links: 1 }
      if (this.#paths.includes(path)) return { kind: 'file', ...stat }
      return path === '/' || this.#paths.some((one) => one.startsWith(`${path}/`))
        ? { kind: 'folder', ...stat }
        : -ERRNO.ENOENT
    }
    override realPath(path: string): string {
      return path
    }
    override fingerprint(): string {
      return 'f'
    }
    override readText(): string {
      return JSON.stringify({ key: `${this.#paths[0]} f`, version: '1.2.3', options: ['--ro-bind'] })
    }
  }

  test.each(['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap', '/run/current-system/sw/bin/bwrap'])(
    'it is taken from %s',
    (path) => {
      const value = { path, setuid: false, version: '1.2.3', options: ['--ro-bind'] }
      expect(fake.gather(undefined, { files: new Only(path) }).bwrap).toEqual({ known: true, value })
    },
  )

  test('the first place wins, and PATH is never searched', () => {
    fake.plant('bwrap')
    const both = new Only('/usr/bin/bwrap', '/usr/local/bin/bwrap')
    expect(fake.gather(undefined, { files: both }).bwrap).toMatchObject({ value: { path: '/usr/bin/bwrap' } })
    for (const machine of [new Only(), new Only('/opt/bin/bwrap'), new Only(join(fake.top, 'bwrap'))])
      expect(fake.gather(undefined, { files: machine }).bwrap).toEqual({ known: false, why: 'absent' })
  })
})

/** Why a bwrap is refused; it must not have been asked for anything to keep. */
function whyNot(bwrap: string, how?: { readonly files: Files }): string {
  const { bwrap: fact, fresh } = fake.gather(bwrap, how)
  expect(fresh).toBeUndefined()
  return fact.known ? 'it is taken' : fact.why
}
