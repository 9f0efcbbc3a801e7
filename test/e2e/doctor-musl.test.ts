import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { agree, type Situation } from './support/agreement.ts'
import { Box, IS_ROOT, LONG } from './support/box.ts'
import { after, MUSL, nested, onMusl } from './support/situations.ts'

/** The build of jail for musl, with musl's own loader and C library. */
const JAIL_MUSL = new URL('../../dist/jail-linux-x64-musl', import.meta.url).pathname

const isPossible = process.arch === 'x64' && Bun.which('apt-get') !== null
const isMissing = !existsSync(MUSL) && !process.env['JAIL_MUST_WORK']
const isSkipped = !IS_ROOT || !isPossible || isMissing
const why = IS_ROOT
  ? isPossible
    ? 'run scripts/fetch-musl'
    : 'only x64 with apt-get has it'
  : 'only root can put a loader into /lib'

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const SITUATIONS: readonly Situation[] = [
  { name: 'a machine that works', make: () => onMusl(), exit: 0 },
  {
    name: 'no more than 16 open files',
    make: () => [...onMusl(), ...after('ulimit -n 16')],
    exit: 1,
    fails: ['limits.files'],
    says: /Too few files may be open/,
  },
  {
    name: 'no user namespaces in a nested one',
    make: () => [...onMusl(), ...nested('echo 0 > /proc/sys/user/max_user_namespaces')],
    exit: 1,
    fails: ['namespaces.limits', 'namespaces.single-user'],
    says: /another sandbox, which allows no new namespaces/,
  },
  {
    name: 'a part of /proc that is covered',
    make: () => onMusl('mount -t tmpfs none /proc/fs'),
    exit: 1,
    inEngine: ['surroundings.container'],
    says: /no new \/proc while parts of this one are covered \(\/proc\/fs\)/,
  },
]

describe.skipIf(isSkipped)(`the musl build${isSkipped ? ` (skipped: ${why})` : ''}`, () => {
  test.each(SITUATIONS.map((one) => [one.name, one] as const))(
    'doctor and run agree with %s',
    (_, one) => agree(box, { ...one, jail: JAIL_MUSL }),
    LONG,
  )

  test('is loaded by musl, and passes the exit code and the output of the command on', () => {
    const done = box.command([...onMusl(), JAIL_MUSL, 'run', '--', 'sh', '-c', 'echo inside; exit 7'])
    expect(done).toMatchObject({ code: 7, out: 'inside\n', err: '' })
    // The control: where musl's loader is not, it does not start at all.
    const control = box.command([
      'sh',
      '-c',
      `[ -e /lib/ld-musl-x86_64.so.1 ] || exec '${JAIL_MUSL}' --version`,
    ])
    expect(control.out).toBe('')
  })
})
