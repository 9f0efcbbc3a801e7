import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, JAIL } from './support/box.ts'

const UID = 12345
const why = IS_ROOT ? '' : ' (skipped: only root can give ambient capabilities to a process)'

let box: Box
let jail = ''
beforeAll(() => {
  box = new Box()
  // The other user reaches neither the checkout nor a folder of mode 0700.
  jail = join(box.top, 'jail')
  copyFileSync(JAIL, jail)
  chmodSync(box.top, 0o711)
  if (!IS_ROOT) return
  for (const path of [
    box.home,
    ...readdirSync(box.home, { recursive: true }).map((at) => join(box.home, `${at}`)),
  ])
    chownSync(path, UID, UID)
})
afterAll(() => box.remove())

/** A command of an ordinary user who has a capability in the ambient set, as pam_systemd 254 and later give it. */
const asDesktopUser = (...argv: string[]): string[] => [
  'setpriv',
  `--reuid=${UID}`,
  `--regid=${UID}`,
  '--clear-groups',
  '--inh-caps=+wake_alarm',
  '--ambient-caps=+wake_alarm',
  ...argv,
]

describe.skipIf(!IS_ROOT)(`ambient capabilities of the caller${why}`, () => {
  test('stop bubblewrap itself: the control', () => {
    const done = box.command(asDesktopUser('bwrap', '--ro-bind', '/', '/', 'true'))
    expect(done.code).not.toBe(0)
    expect(done.err).toContain('Unexpected capabilities')
  })

  test('do not stop jail, and do not reach the command', () => {
    const done = box.command(asDesktopUser(jail, 'run', '--', 'grep', '^Cap', '/proc/self/status'))
    expect(done.err).toBe('')
    expect(done.out.match(/^Cap\w+:\t0+$/gm)).toHaveLength(5)
  })
})
