import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scopeElf } from '../../src/launch/shim/scope.ts'
import { landlockVersion } from '../../src/sys/kernel-calls.ts'
import { Libc } from '../../src/sys/libc.ts'

const abi = landlockVersion(new Libc())
const native = process.arch === 'arm64' ? 'arm64' : 'x64'
const MUST_WORK = process.env['JAIL_MUST_WORK'] !== undefined
const ENOENT = 2
const E2BIG = 7
const ENOSYS = 38

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jail-scope-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts a shim that becomes `program`; with a word in front, under an emulator. */
function start(program: string, words: readonly string[], how: { arch?: 'x64' | 'arm64'; by?: string } = {}) {
  const shim = join(folder, 'shim')
  rmSync(shim, { force: true })
  writeFileSync(shim, scopeElf(how.arch ?? native, program), { mode: 0o700 })
  const done = Bun.spawnSync([...(how.by ? [how.by] : []), shim, ...words], { env: { ONE: '1' } })
  return { code: done.exitCode, out: done.stdout.toString(), err: [...done.stderr] }
}

const isOld = abi < 6 && !MUST_WORK
describe.skipIf(isOld)(
  `the scope shim${isOld ? ` (skipped: Landlock is of version ${abi} here)` : ''}`,
  () => {
    test('becomes the program, with the same words and environment and no descriptor more', () => {
      const script = 'printf "%s\\n" "$@"; env | grep ONE; ls /proc/self/fd | wc -l'
      const bare = Bun.spawnSync(['/bin/sh', '-c', 'ls /proc/self/fd | wc -l']).stdout.toString()
      const done = start('/bin/sh', ['-c', script, 'name', '', 'a b'])
      expect(done).toEqual({ code: 0, out: `\na b\nONE=1\n${bare}`, err: [] })
    })
    test('sets no_new_privs, and signals reach what it starts but not its caller', () => {
      const script = `grep NoNewPrivs /proc/self/status; kill -0 ${process.pid} || echo refused; sleep 5 & kill $!; wait $!; echo $?`
      expect(start('/bin/sh', ['-c', script]).out).toBe('NoNewPrivs:\t1\nrefused\n143\n')
      const bare = Bun.spawnSync(['/bin/sh', '-c', `kill -0 ${process.pid} && echo reached`])
      expect(bare.stdout.toString()).toBe('reached\n')
    })
    test('reports B and the errno when the program does not start', () => {
      expect(start('/no/such', [])).toEqual({ code: 1, out: '', err: [0x42, ENOENT] })
    })
    test('reports L and the errno when there are too many layers (16, landlock(7))', () => {
      const nested = (layers: number) => {
        const inner = Array.from({ length: layers - 1 }, () => join(folder, 'shim'))
        return start('/usr/bin/env', [...inner, 'echo', 'inside'])
      }
      expect(nested(8)).toEqual({ code: 0, out: 'inside\n', err: [] })
      expect(nested(20)).toEqual({ code: 1, out: '', err: [0x4c, E2BIG] })
    })
  },
)

const emulator = native === 'arm64' ? null : Bun.which('qemu-aarch64')
const isAlone = native === 'arm64' || (emulator === null && !MUST_WORK)
const why = isAlone ? ' (skipped: needs x64 and qemu-aarch64, package qemu-user)' : ''
test.skipIf(isAlone)(
  `the arm64 scope shim reports L where there is no Landlock, as in the emulator${why}`,
  () => {
    const done = start('/bin/true', [], { arch: 'arm64', by: emulator ?? 'qemu-aarch64' })
    expect(done).toEqual({ code: 1, out: '', err: [0x4c, ENOSYS] })
  },
)
