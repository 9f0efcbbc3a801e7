import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { seccompProgram } from '../../src/seccomp/program.ts'

// The real kernel judges the same calls with and without the filter, in otherwise equal boxes.

const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
const usable = Bun.which('bwrap') !== null || process.env['JAIL_MUST_WORK'] === '1'
const { EPERM, ENOSYS, EAFNOSUPPORT, EPROTONOSUPPORT } = { ...constants.errno, ENOSYS: 38 }

const REFUSED: readonly (readonly [string, number, nested: 'lifted' | 'kept' | 'old'])[] = [
  ['unshare', EPERM, 'lifted'],
  ['clone', EPERM, 'lifted'],
  ['clone3', ENOSYS, 'kept'],
  ['setns', EPERM, 'kept'],
  ['mount', EPERM, 'lifted'],
  ['open_tree', EPERM, 'old'],
  ['umount2', EPERM, 'lifted'],
  ['fsconfig', EPERM, 'old'],
  ['mount_setattr', EPERM, 'old'],
  ['ioprio_set', EPERM, 'kept'],
  ['keyctl', EPERM, 'kept'],
  ['add_key', EPERM, 'kept'],
  ['request_key', EPERM, 'kept'],
  ['io_uring_setup', ENOSYS, 'kept'],
  ['io_uring_enter', ENOSYS, 'kept'],
  ['io_uring_register', ENOSYS, 'kept'],
  ['bpf', EPERM, 'kept'],
  ['perf_event_open', EPERM, 'kept'],
  ['userfaultfd', EPERM, 'kept'],
  ['quotactl', EPERM, 'kept'],
  ['quotactl_fd', EPERM, 'kept'],
  ['socket', EAFNOSUPPORT, 'kept'],
  ['socketpair', EAFNOSUPPORT, 'kept'],
  ['packet', EAFNOSUPPORT, 'kept'],
  ['sctp', EPROTONOSUPPORT, 'kept'],
  ['sctp6', EPROTONOSUPPORT, 'kept'],
  ['netfilter', EPROTONOSUPPORT, 'kept'],
  ['connector', EPROTONOSUPPORT, 'kept'],
  ['tiocsti', EPERM, 'kept'],
  ['tiocstiHigh', EPERM, 'kept'],
  ['tioclinux', EPERM, 'kept'],
  ['tiocsetd', EPERM, 'kept'],
  ['snapshot', EPERM, 'kept'],
  ['snapshotV2', EPERM, 'kept'],
  ...(arch === 'x86_64' ? [['modify_ldt', ENOSYS, 'kept'] as const] : []),
]
const WORKING = ['windowSize', 'unixSocket', 'tcp', 'tcp6', 'udp', 'routes', 'child', 'thread'] as const

describe.skipIf(!usable)(`the kernel${usable ? '' : ' (skipped: bubblewrap is not installed)'}`, () => {
  let folder: string
  let filtered: Record<string, number>
  let nested: Record<string, number>
  let free: Record<string, number>

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jail-seccomp-'))
    free = probe()
    filtered = probe(filter(folder, false))
    nested = probe(filter(folder, true))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([...REFUSED])(
    'refuses %s with error %d, and answers otherwise without the filter.',
    (name, errno) => {
      expect(filtered[name]).toBe(errno)
      expect(free[name]).toBeNumber()
      expect(free[name]).not.toBe(errno)
    },
  )

  test.each([...REFUSED])('judges %s in a nested box as the row says.', (name, errno, how) => {
    expect(nested[name]).toBe(how === 'lifted' ? free[name] : how === 'old' ? ENOSYS : errno)
  })

  test.each([...WORKING])('lets %s work in every box.', (name) => {
    expect([free[name], filtered[name], nested[name]]).toEqual([0, 0, 0])
  })

  test.skipIf(arch !== 'x86_64')(
    'kills a 32-bit program, which runs without the filter where the kernel can.',
    () => {
      const program = join(folder, 'exit7')
      writeFileSync(program, exit7(), { mode: 0o755 })
      const [control, killed] = [box([program]), box([program], filter(folder, false))]
      // A kernel without IA32 emulation cannot start it in the first place.
      if (control.exitCode === 7) expect(killed.exitCode).toBe(128 + constants.signals.SIGSYS)
      else expect(killed.exitCode).not.toBe(7)
    },
  )
})

function filter(folder: string, nested: boolean): string {
  const path = join(folder, nested ? 'nested.bpf' : 'plain.bpf')
  writeFileSync(path, seccompProgram({ arch, nested }))
  return path
}

function probe(filterPath?: string): Record<string, number> {
  const { exitCode, stdout, stderr } = box([process.execPath, join(import.meta.dir, 'probe.ts')], filterPath)
  if (exitCode !== 0) throw new Error(`The probe ended with ${exitCode}: ${stderr}`)
  return JSON.parse(stdout.toString())
}

function box(command: readonly string[], filterPath?: string) {
  const fd = filterPath === undefined ? openSync('/dev/null', 'r') : openSync(filterPath, 'r')
  // No capabilities: root in a test machine would otherwise get other answers than a user.
  const flags = [
    '--unshare-user',
    '--cap-drop',
    'ALL',
    '--ro-bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--proc',
    '/proc',
  ]
  const seccomp = filterPath === undefined ? [] : ['--seccomp', '3']
  try {
    return Bun.spawnSync(['bwrap', ...flags, ...seccomp, '--', ...command], {
      stdio: ['ignore', 'pipe', 'pipe', fd],
    })
  } finally {
    closeSync(fd)
  }
}

/** A 32-bit ELF file of one page that calls exit(7) through int 0x80. Source: elf(5). */
function exit7(): Uint8Array {
  const [base, header, segment] = [0x08048000, 52, 32]
  const code = [0xb8, 1, 0, 0, 0, 0xbb, 7, 0, 0, 0, 0xcd, 0x80] // mov eax, 1; mov ebx, 7; int 0x80
  const size = header + segment + code.length
  const file = new DataView(new ArrayBuffer(size))
  const bytes = new Uint8Array(file.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1])
  file.setUint16(16, 2, true) // ET_EXEC
  file.setUint16(18, 3, true) // EM_386
  const words: [number, number][] = [
    [20, 1],
    [24, base + header + segment],
    [28, header],
    [40, header | (segment << 16)],
    [44, 1],
    [header, 1], // PT_LOAD
    [header + 8, base],
    [header + 12, base],
    [header + 16, size],
    [header + 20, size],
    [header + 24, 5], // readable, executable
    [header + 28, 0x1000],
  ]
  for (const [offset, value] of words) file.setUint32(offset, value, true)
  bytes.set(code, header + segment)
  return bytes
}
