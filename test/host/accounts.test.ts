import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { accountOf, groupNames, passwdEntry, readText } from '../../src/host/gather/accounts.ts'
import { ERRNO, Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const libc = new Libc()

/** A machine on which these are all the files that there are. */
class Recorded extends Files {
  readonly #texts: Readonly<Record<string, string>>
  constructor(texts: Readonly<Record<string, string>>) {
    super(libc)
    this.#texts = texts
  }
  override readText(path: string): string | number {
    return this.#texts[path] ?? -ERRNO.ENOENT
  }
}

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
#old:x:1000:1000:was removed:/home/old:/bin/sh
ana:x:1000:1000:Ana Díaz,,,:/home/ana:/usr/bin/zsh
twin:x:1000:1001::/home/twin:/bin/sh
bare:x:1001:1001:::
short:x:1002
+nis::::::
:x:1003:1003::/x:/bin/sh
odd:x:01004:1::/x:/bin/sh
max:x:4294967294:4294967294::/nonexistent:/bin/false`

describe('a line of /etc/passwd', () => {
  test.each([
    [0, { name: 'root', gid: 0, comment: 'root', home: '/root', shell: '/bin/bash' }],
    [1000, { name: 'ana', gid: 1000, comment: 'Ana Díaz,,,', home: '/home/ana', shell: '/usr/bin/zsh' }],
    [1001, { name: 'bare', gid: 1001, comment: '', home: '', shell: '/bin/sh' }],
    [4294967294, { name: 'max', gid: 4294967294, comment: '', home: '/nonexistent', shell: '/bin/false' }],
  ])('is that of uid %d, the first of two', (uid, entry) => {
    expect(passwdEntry(PASSWD, uid)).toEqual({ uid, ...entry })
  })

  test.each([2, 100, 1003, 1004, 65_534])('is not there for uid %d', (uid) => {
    expect(passwdEntry(PASSWD, uid)).toBeUndefined()
  })

  test('that is cut off still has a name, a group that is a number, a home and a shell', () => {
    const entry = passwdEntry('short:x:1002', 1002)
    expect(entry).toMatchObject({ name: 'short', home: '/', shell: '/bin/sh' })
    expect(Number.isInteger(entry?.gid)).toBe(true)
  })

  test('is not found in an empty file', () => {
    expect(passwdEntry('', 0)).toBeUndefined()
  })
})

describe('the account of a uid', () => {
  const STRANGER = 3_999_999_123

  test('is that of /etc/passwd, whatever the environment says', () => {
    const env = { USER: 'mallory', HOME: '/tmp/x' }
    const account = accountOf(1000, 5, env, new Recorded({ '/etc/passwd': PASSWD }))
    expect(account).toMatchObject({ name: 'ana', uid: 1000, gid: 1000, home: '/home/ana' })
  })

  test('is what the system itself knows, where /etc/passwd does not', () => {
    // Root is in the real file, which getent(1) reads too; jail is shown an empty one.
    const real = passwdEntry(readFileSync('/etc/passwd', 'utf8'), 0)
    const account = accountOf(0, 0, { USER: 'mallory' }, new Recorded({}))
    expect(account).toEqual(real as NonNullable<typeof real>)
  })

  test.each([
    ['eve', undefined, 'eve'],
    [undefined, 'eve', 'eve'],
    ['eve', 'bob', 'eve'],
    ['first.last-2_x', undefined, 'first.last-2_x'],
    [undefined, undefined, `user${STRANGER}`],
    ['', undefined, `user${STRANGER}`],
    ['root', undefined, `user${STRANGER}`],
    ['0day', undefined, `user${STRANGER}`],
    ['a:b', undefined, `user${STRANGER}`],
    ['a b', undefined, `user${STRANGER}`],
    ['a\n', undefined, `user${STRANGER}`],
    ['a\nroot:x:0:0', undefined, `user${STRANGER}`],
    ['x'.repeat(33), undefined, `user${STRANGER}`],
  ])(
    'that nobody knows is named by USER=%p or LOGNAME=%p, when that is a name: %s',
    (user, logname, name) => {
      const env = {
        ...(user === undefined ? {} : { USER: user }),
        ...(logname === undefined ? {} : { LOGNAME: logname }),
      }
      const account = accountOf(STRANGER, 7, env, new Recorded({ '/etc/passwd': PASSWD }))
      expect(account).toEqual({ name, uid: STRANGER, gid: 7, comment: '', home: '/', shell: '/bin/sh' })
    },
  )

  test('that nobody knows has the home of the environment', () => {
    expect(accountOf(STRANGER, 7, { HOME: '/data/eve' }, new Recorded({})).home).toBe('/data/eve')
  })
})

describe('the names of groups', () => {
  const GROUP =
    'root:x:0:\nana:x:1000:\nana2:x:1000:\ndocker:x:999:ana,bob\n:x:5:\nbad:x:1e3:\ncut\n#old:x:7:'

  test.each([
    [[0, 999], { 0: 'root', 999: 'docker' }],
    [[1000], { 1000: 'ana' }],
    [[5, 7, 12], {}],
    [[], {}],
  ])('of %p are found by number, the first of two', (wanted, names) => {
    expect(Object.fromEntries(groupNames(GROUP, wanted))).toEqual(names)
  })

  test('come from no line without a number, as NIS has them', () => {
    expect(Object.fromEntries(groupNames('+:::\n+nis\nroot:x:0:', [0]))).toEqual({ 0: 'root' })
    expect(groupNames('+:::', [0]).size).toBe(0)
  })
})

test('a file that is not there is empty text, and another is what it holds', () => {
  const files = new Recorded({ '/etc/group': 'a:x:1:' })
  expect(readText('/etc/group', files)).toBe('a:x:1:')
  expect(readText('/etc/none', files)).toBe('')
})
