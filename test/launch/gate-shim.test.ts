import { ptr } from 'bun:ffi'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gateElf } from '../../src/launch/shim/gate.ts'
import { Libc } from '../../src/sys/libc.ts'

const native = process.arch === 'arm64' ? 'arm64' : 'x64'
const EMULATOR = Bun.which('qemu-aarch64')
const MUST_WORK = process.env['JAIL_MUST_WORK'] !== undefined
const O_CLOEXEC = 0o2000000
const ENOENT = 2
/** Descriptors of the gate as this test hands them over. */
const [GATE, NEXT] = [3, 4]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jail-gate-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

type How = { readonly arch?: 'x64' | 'arm64'; readonly next?: string; readonly words?: readonly string[] }

/** A gate that waits, and what opens it. */
function wait({ arch = native, next = '/bin/sh', words = [] }: How) {
  const shim = join(folder, `gate-${arch}`)
  rmSync(shim, { force: true })
  writeFileSync(shim, gateElf({ arch, gateFd: GATE, next, nextFd: NEXT }), { mode: 0o700 })
  const ends = new Int32Array(2)
  new Libc().call('pipe2', ptr(ends), O_CLOEXEC)
  const [read = -1, write = -1] = ends
  const other = openSync('/dev/null', 'r')
  const by = arch === native ? [] : [EMULATOR ?? 'qemu-aarch64']
  const child = Bun.spawn([...by, shim, ...words], {
    env: { ONE: '1' },
    stdio: ['ignore', 'pipe', 'pipe', read, other],
  })
  closeSync(read)
  closeSync(other)
  const done = async () => ({
    code: await child.exited,
    out: await new Response(child.stdout as ReadableStream).text(),
    err: [...new Uint8Array(await new Response(child.stderr as ReadableStream).arrayBuffer())],
  })
  return {
    child,
    done,
    open: () => {
      writeSync(write, new Uint8Array(1))
      closeSync(write)
    },
    close: () => closeSync(write),
  }
}

const ARCHS = [native, ...(native === 'x64' ? (['arm64'] as const) : [])] as const
const isMissing = EMULATOR === null && !MUST_WORK
describe.each(ARCHS)('the gate for %s', (arch) => {
  const skip = arch !== native && isMissing
  const why = skip ? ' (skipped: there is no qemu-aarch64, package qemu-user)' : ''

  test.skipIf(skip)(`waits until it is opened, and becomes the program with its words${why}`, async () => {
    const made = join(folder, `made-${arch}`)
    const script = `: > ${made}; printf "%s\\n" "$@"; env | grep ONE`
    const gate = wait({ arch, words: ['-c', script, 'name', '', 'a b'] })
    // Asleep in read(2): it has come as far as it can.
    for (let look = 0; look < 500; look++) {
      const call = await Bun.file(`/proc/${gate.child.pid}/wchan`).text()
      if (call.includes('pipe') || call === '0') break
      await Bun.sleep(2)
    }
    expect(await Bun.file(made).exists()).toBe(false)
    gate.open()
    expect(await gate.done()).toEqual({ code: 0, out: '\na b\nONE=1\n', err: [] })
    expect(await Bun.file(made).exists()).toBe(true)
  })

  test.skipIf(skip)(`starts nothing when who would open it is gone${why}`, async () => {
    const gate = wait({ arch, words: ['-c', 'echo started'] })
    gate.close()
    expect(await gate.done()).toEqual({ code: 1, out: '', err: [] })
  })

  test.skipIf(skip)(`hands none of its own descriptors on${why}`, async () => {
    const gate = wait({
      arch,
      words: ['-c', `for fd in 0 1 2 ${GATE} ${NEXT}; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; true`],
    })
    gate.open()
    expect((await gate.done()).out).toBe('0\n1\n2\n')
  })

  test.skipIf(skip)(`reports B and the errno when the program does not start${why}`, async () => {
    const gate = wait({ arch, next: '/no/such' })
    gate.open()
    expect(await gate.done()).toEqual({ code: 1, out: '', err: [0x42, ENOENT] })
  })
})
