import { afterAll, expect, test } from 'bun:test'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isOlder } from '../../src/doctor/versions.ts'
import { hasFileCapabilities } from '../../src/sys/attributes.ts'
import { askOpenat2, landlockVersion } from '../../src/sys/kernel-calls.ts'
import { Libc } from '../../src/sys/libc.ts'

const libc = new Libc()
const top = mkdtempSync(join(tmpdir(), 'jail-calls-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** A libc whose calls answer this. */
const answering = (answer: number): Libc => ({ call: () => answer }) as unknown as Libc

test.each([
  [7, 7],
  [-38, 0],
  [-95, -95],
  [-1, -1],
])('the answer %d of Landlock is version %d', (answer, version) => {
  expect(landlockVersion(answering(answer))).toBe(version)
})

test.each([
  [5, 'works'],
  [-38, 'missing'],
  [-1, 'refused'],
] as const)('the answer %d of openat2 is %s', (answer, found) => {
  expect(askOpenat2(answering(answer))).toBe(found)
})

test('this kernel takes the arguments of both, and no descriptor is left open', () => {
  const before = readdirSync('/proc/self/fd').length
  const wrong = [-14, -22, -7, -2]
  expect(wrong).not.toContain(landlockVersion(libc))
  expect(askOpenat2(libc)).not.toBe(isOlder(release(), '5.6') ? 'works' : 'missing')
  expect(readdirSync('/proc/self/fd')).toHaveLength(before)
})

test.each([
  [20, true],
  [0, false],
  [-61, false],
  [-95, false],
  [-13, null],
])('the answer %d for the attribute is %p', (answer, found) => {
  expect(hasFileCapabilities('/x', answering(answer))).toBe(found)
})

test('a plain file has no capabilities, and of one that is not there nothing is known', () => {
  const path = join(top, 'plain')
  copyFileSync('/usr/bin/true', path)
  expect(hasFileCapabilities(path, libc)).toBe(false)
  expect(hasFileCapabilities(join(top, 'none'), libc)).toBeNull()
})

const SETCAP = '/usr/sbin/setcap'
const canGive = existsSync(SETCAP) && process.geteuid?.() === 0

test.skipIf(!canGive)(
  'a file that setcap gave some has capabilities (skipped: setcap and root are needed)',
  () => {
    const path = join(top, 'given')
    copyFileSync('/usr/bin/true', path)
    expect(Bun.spawnSync([SETCAP, 'cap_net_raw=ep', path]).exitCode).toBe(0)
    expect(hasFileCapabilities(path, libc)).toBe(true)
  },
)
