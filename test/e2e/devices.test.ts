import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, JAIL, until } from './support/box.ts'

// Nothing here gives a device of the host another mode than it has, also where the attack works.

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

const REFUSED = IS_ROOT ? 'Read-only file system' : 'Operation not permitted'
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`)
const stateOf = (path: string): number[] => {
  const { mode, uid, gid, mtimeMs } = statSync(path)
  return [mode, uid, gid, mtimeMs]
}
const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8)

describe('the devices of the host', () => {
  test.each(DEVICES)('the mode of %s cannot be changed', (device) => {
    const { code, err } = box.run(`chmod ${modeOf(device)} ${device}`)
    expect([code, err]).toEqual([1, expect.stringContaining(REFUSED)])
  })

  test.each([
    `chown ${statSync('/dev/full').uid}:${statSync('/dev/full').gid} /dev/full`,
    'touch -c -d 2000-01-01 /dev/full',
  ])('nor their owner and times: %s', (script) => {
    const before = stateOf('/dev/full')
    const { code, err } = box.run(script)
    // An ordinary user owns none of them, and in the box root has no number.
    expect([code, err]).toEqual([1, expect.stringContaining(IS_ROOT ? REFUSED : '/dev/full')])
    expect(stateOf('/dev/full')).toEqual(before)
  })

  test.each([
    ['echo x > /dev/null && echo x >> /dev/null && cat /dev/null', 0, ''],
    ['head -c 3 /dev/zero | od -An -tx1', 0, ' 00 00 00\n'],
    ['head -c 3 /dev/urandom | wc -c; head -c 3 /dev/random | wc -c', 0, '3\n3\n'],
    ['/bin/echo x > /dev/full', 1, ''],
    ['exec 3<>/dev/null && echo x >&3', 0, ''],
  ])('work as ever: %s', (script, code, out) => {
    expect(box.run(script)).toMatchObject({ code, out })
  })

  test('nothing is mounted on the host for it, and jail stays where it was', async () => {
    const before = readFileSync('/proc/self/mountinfo', 'utf8')
    const run = box.start([
      JAIL,
      'run',
      '--',
      'sh',
      '-c',
      'touch there; while [ ! -e go ]; do sleep 0.02; done',
    ])
    await until('the command', () => existsSync(join(box.project, 'there')) || undefined)
    const places = ['cwd', 'root', 'ns/mnt'].map((name) => readlinkSync(`/proc/${run.pid}/${name}`))
    expect(places).toEqual([box.project, '/', readlinkSync('/proc/self/ns/mnt')])
    expect(readFileSync(`/proc/${run.pid}/mountinfo`, 'utf8')).toBe(before)
    box.plant('src/project/go', '')
    expect(await run.exited).toBe(0)
  })

  test.skipIf(!IS_ROOT).each(['sys_admin', 'sys_chroot'])(
    'a root that lacks CAP_%s starts as ever, with devices that work (skipped as a user: only root has it)',
    (name) => {
      const without = ['setpriv', '--bounding-set', `-${name}`, '--inh-caps', `-${name}`]
      const done = box.command([...without, JAIL, 'run', '--', 'sh', '-c', 'echo x > /dev/null && pwd'])
      expect(done).toEqual({ code: 0, out: `${box.project}\n`, err: '' })
    },
  )

  test.skipIf(!IS_ROOT)(
    `the control: with bwrap alone root changes them (skipped: only root owns them)`,
    () => {
      const argv = ['bwrap', '--unshare-user', '--ro-bind', '/', '/', '--dev', '/dev', '--']
      expect(box.command([...argv, 'chmod', modeOf('/dev/full'), '/dev/full'])).toMatchObject({ code: 0 })
    },
  )
})
