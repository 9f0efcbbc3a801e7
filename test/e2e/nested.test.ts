import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { PREFIX } from './support/agents.ts'
import { Box, IS_ROOT, LONG } from './support/box.ts'

/** Root's box has no capabilities, and since Linux 5.12 root must have CAP_SETFCAP to map itself (user_namespaces(7)). */
const why = IS_ROOT ? ' (skipped for root, whose box cannot map users)' : ''

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const setNested = (value: boolean): string =>
  box.plant('.config/jail/config.yaml', `nested: ${value}\n`, 0o600)
/** The same command in a box that allows namespaces of its own and in one that does not. */
const both = (script: string, options: readonly string[] = []) =>
  [true, false].map((value) => {
    setNested(value)
    return box.run(script, options)
  })

const SANDBOXES = [
  ['unshare', 'unshare --user --map-root-user id -u', '0\n'],
  ['bubblewrap', 'bwrap --ro-bind / / --unshare-all --proc /proc --dev /dev echo inside', 'inside\n'],
  // As Chromium's zygote: new user, pid and network namespaces, then chroot in the new user namespace.
  ['what a browser does', 'unshare -U -r -p -n -f /usr/sbin/chroot / echo inside', 'inside\n'],
] as const

test.skipIf(IS_ROOT).each(SANDBOXES)(`%s works in a nested box, and only there${why}`, (_, script, out) => {
  const [nested, plain] = both(script)
  expect(nested).toMatchObject({ code: 0, out })
  expect(plain?.code).not.toBe(0)
  expect(plain?.out).toBe('')
})

describe('the sandbox of codex', () => {
  const isMissing = !existsSync(`${PREFIX}/bin/codex`) && !process.env['JAIL_MUST_WORK']
  const reason = isMissing ? ' (skipped: run scripts/fetch-agents)' : why
  // It puts its helper into the home folder, unless that lies in the folder for temporary files, as it does here.
  const options = ['--env', 'TMPDIR=/var/tmp', '--write', '~/.codex']
  const script = `mkdir -p ~/.codex; codex sandbox -- sh -c 'echo inside; touch "$PWD/made" || exit 7'`

  test.skipIf(IS_ROOT || isMissing)(
    `starts in a nested box, where it refuses what it refuses outside${reason}`,
    () => {
      box.env['PATH'] = `${PREFIX}/bin:/usr/bin:/bin`
      box.plant('.codex/config.toml', '')
      const [nested, plain] = both(script, options)
      expect(nested).toMatchObject({ code: 7, out: 'inside\n' })
      expect(nested?.err).toContain('Read-only file system')
      expect(plain?.out).toBe('')
    },
    LONG,
  )
})

test('a nested box still hides what a plain one hides, from a root of its own too', () => {
  box.plant('.ssh/id_ed25519', 'the key\n')
  const script =
    'cat ~/.ssh/id_ed25519; unshare -Ur cat ~/.ssh/id_ed25519; umount -l ~; unshare -Urm umount -l ~; cat ~/.ssh/id_ed25519; echo done'
  expect(box.outside('cat ~/.ssh/id_ed25519').out).toBe('the key\n')
  for (const done of both(script)) expect(done.out).toBe('done\n')
})
