import { expect, test } from 'bun:test'
import { type How, through } from './through.ts'

/**
 * The arm64 shim on x64: an emulator of one program (package qemu-user) starts it, and execve leads back to x64. The
 * emulator keeps the signal mask to itself, so that part of the shim is only tested where arm64 is native.
 */
const EMULATOR = Bun.which('qemu-aarch64')
const isNative = process.arch === 'arm64'
const isMissing = !isNative && EMULATOR === null && !process.env['JAIL_MUST_WORK']
const why = isMissing ? ' (skipped: there is no qemu-aarch64, package qemu-user)' : ''

const how = (more: How = {}): How =>
  isNative ? more : { ...more, arch: 'arm64', by: [EMULATOR ?? 'qemu-aarch64'] }

test.skipIf(isMissing)(`the arm64 shim does what the x64 one does${why}`, () => {
  const script = 'echo to-out; echo to-err >&2; exit 5'
  expect(through(['/bin/sh', '-c', script], how())).toMatchObject({
    code: 5,
    out: 'to-out\n',
    stderr: 'to-err\n',
    report: [],
  })
  expect(through(['/no/such'], how())).toMatchObject({ code: 127, report: [0x45, 2] })
  expect(through(['/etc/passwd'], how())).toMatchObject({ code: 126, report: [0x45, 13] })
  expect(through(['/bin/echo', 'started'], how({ isAlone: true }))).toMatchObject({ code: 137, out: '' })
  expect(through(['/bin/echo', 'started'], how({ isOrphan: true }))).toMatchObject({ code: 137, out: '' })
  const refused = through(['/bin/echo', 'started'], how({ isRefused: true }))
  expect(refused).toMatchObject({ code: 137, out: '' })
  expect(refused.told).toEndWith('\n\0')
})

test.skipIf(isMissing)(`the arm64 shim limits the processes of the command${why}`, () => {
  const limits = through(['/bin/grep', '^Max processes', '/proc/self/limits'], how({ processes: 1234 }))
  expect(limits.out.split(/ {2,}/).slice(1, 3)).toEqual(['1234', '1234'])
})
