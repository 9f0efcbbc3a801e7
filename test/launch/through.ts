/** Runs the start shim live, with descriptors as bwrap hands them over. */

import { ptr } from 'bun:ffi'
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shimElf } from '../../src/launch/shim/shim.ts'
import { Libc } from '../../src/sys/libc.ts'

const O_NONBLOCK_CLOEXEC = 0o4000 | 0o2000000
const AF_UNIX = 1
const SOCK_STREAM_CLOEXEC = 1 | 0o2000000
const SHUT_WR = 1
export const [STDERR, ALIVE, SELF, STATUS, GATE, REPORT] = [3, 4, 5, 6, 7, 250]

export type How = {
  /** By default that of this machine; the other one needs `by` an emulator. */
  readonly arch?: 'x64' | 'arm64'
  readonly reset?: readonly number[]
  readonly blocked?: number
  /** The limit of processes that the command gets. */
  readonly processes?: number
  /** Words of a program that starts the shim, such as `env --ignore-signal=INT`. */
  readonly by?: readonly string[]
  readonly isAlone?: boolean
  /** jail is there, but what it is told is not what it wants. */
  readonly isRefused?: boolean
  /** The outer bwrap is gone. */
  readonly isOrphan?: boolean
}

/** Starts a command through the shim with descriptors as bwrap hands them over: 2 is the report. */
export function through(argv: readonly string[], how: How = {}) {
  const {
    arch = process.arch === 'arm64' ? 'arm64' : 'x64',
    reset = [],
    blocked = 0,
    by = [],
    isAlone = false,
    isRefused = false,
    isOrphan = false,
    processes,
  } = how
  const folder = mkdtempSync(join(tmpdir(), 'jail-shim-'))
  const shim = join(folder, 'shim')
  const bytes = shimElf({
    arch,
    resetSignals: reset,
    blocked,
    aliveFd: ALIVE,
    gateFd: GATE,
    statusFd: STATUS,
    reportFd: REPORT,
    stderrFd: STDERR,
    processes,
    selfFd: SELF,
  })
  writeFileSync(shim, bytes, { mode: 0o700 })
  const [report, stderr] = [join(folder, 'report'), join(folder, 'stderr')]
  const ends = new Int32Array(2)
  const libc = new Libc()
  libc.call('socketpair', AF_UNIX, SOCK_STREAM_CLOEXEC, 0, ptr(ends))
  const [shims = -1, ours = -1] = ends
  const go = new Uint8Array(1)
  // The answer is there before the question, since nothing here runs beside the shim.
  if (isRefused) libc.raw(process.arch === 'arm64' ? 210 : 48, ours, SHUT_WR)
  else libc.call('sendto', ours, ptr(go), 1)
  libc.call('pipe2', ptr(ends), O_NONBLOCK_CLOEXEC)
  const [read = -1, write = -1] = ends
  libc.call('pipe2', ptr(ends), O_NONBLOCK_CLOEXEC)
  const [status = -1, statusEnd = -1] = ends
  const held = [...(isAlone ? [] : [write]), ...(isOrphan ? [] : [statusEnd])]
  for (const end of [write, statusEnd]) if (!held.includes(end)) closeSync(end)
  const fds = [openSync(report, 'w+'), openSync(stderr, 'w+'), openSync(shim, 'r')] as const
  const run = Bun.spawnSync([...by, shim, ...argv], {
    env: { ONE: '1', TWO: ' 2\n' },
    stdio: ['ignore', 'pipe', fds[0], fds[1], read, fds[2], status, shims],
  })
  const told = readAll(ours)
  for (const fd of [...fds, read, ours, shims, status, ...held]) closeSync(fd)
  const done = {
    code: run.exitCode,
    signal: run.signalCode,
    out: run.stdout?.toString() ?? '',
    report: [...readFileSync(report)],
    stderr: readFileSync(stderr, 'utf8'),
    /** What the shim told jail. */
    told,
  }
  rmSync(folder, { recursive: true })
  return done
}

/** All that waits at an end of a socket: something always does, since the shim has ended. */
function readAll(fd: number): string {
  const buffer = new Uint8Array(2 ** 20)
  return new TextDecoder().decode(buffer.subarray(0, readSync(fd, buffer)))
}
