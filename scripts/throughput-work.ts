/**
 * The work that scripts/throughput.ts has done inside and outside of a box: reads the name of a work per line and answers
 * with the nanoseconds that it took, and those of the processor. Started once for each side, so that no start of jail is in the figures.
 */
import { dlopen, FFIType, ptr } from 'bun:ffi'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

const CALLS = 1_000_000
const NUMBERS =
  process.arch === 'arm64'
    ? { getppid: 173, statx: 291, ioctl: 29, prctl: 167 }
    : { getppid: 110, statx: 332, ioctl: 16, prctl: 157 }
const FIONREAD = 0x541b
const AT_FDCWD = -100
const STATX_BASIC_STATS = 0x7ff
const MEBIBYTE = 2 ** 20
const BIG_MIB = 256

const libc = dlopen(process.env['JAIL_LIBC'] ?? 'libc.so.6', {
  syscall: { args: ['i64', 'i64', 'i64', 'i64', 'i64', 'i64'], returns: FFIType.i64_fast },
}).symbols
/** What the calls get: kept here, since the calls hold only its address. */
const memory = { path: new TextEncoder().encode('tree/0/0\0'), buffer: new Uint8Array(256) }

/** Microseconds of the processor that programs took. */
let spent = 0

function command(...argv: string[]): void {
  const { exitCode, stderr, resourceUsage } = Bun.spawnSync(argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${stderr}`)
  spent += Number(resourceUsage.cpuTime.total)
}

function calls(count: number, call: (path: number, buffer: number) => unknown): void {
  const [path, buffer] = [Number(ptr(memory.path)), Number(ptr(memory.buffer))]
  for (let i = 0; i < count; i++) call(path, buffer)
}

/** Each has a part that is not measured behind it. */
const WORKS: Readonly<Record<string, { readonly run: () => void; readonly after?: () => void }>> = {
  'git-status': { run: () => command('git', '-C', 'tree', 'status', '--porcelain') },
  gcc: { run: () => command('gcc', '-O1', '-c', '-o', `out-${process.pid}.o`, 'big.c') },
  tsc: { run: () => command('node_modules/.bin/tsc', '--noEmit', '-p', 'sources') },
  'dd-write': {
    run: () =>
      command('dd', 'if=/dev/zero', `of=out-${process.pid}`, 'bs=1M', `count=${BIG_MIB}`, 'status=none'),
    after: () => rmSync(`out-${process.pid}`),
  },
  'dd-read': { run: () => command('dd', 'if=big', 'of=/dev/null', 'bs=1M', 'status=none') },
  'dd-bytes': {
    run: () => command('dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${CALLS / 2}`, 'status=none'),
  },
  'fork-exec': { run: () => command('bash', '-c', 'for ((i = 0; i < 500; i++)); do /bin/true; done') },
  getppid: { run: () => calls(CALLS, () => libc.syscall(NUMBERS.getppid, 0, 0, 0, 0, 0)) },
  stat: {
    run: () =>
      calls(CALLS / 4, (path, buffer) =>
        libc.syscall(NUMBERS.statx, AT_FDCWD, path, 0, STATX_BASIC_STATS, buffer),
      ),
  },
  ioctl: {
    run: () => calls(CALLS, (_, buffer) => libc.syscall(NUMBERS.ioctl, 0, FIONREAD, buffer, 0, 0)),
  },
}

/** A filter of one instruction, which allows all calls: what the kernel asks for having any (seccomp(2)). */
function installFilter(): void {
  const [PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER] = [38, 22, 2]
  const allow = new Uint8Array([6, 0, 0, 0, 0, 0, 0xff, 0x7f])
  const program = new BigUint64Array([1n, BigInt(ptr(allow))])
  libc.syscall(NUMBERS.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
  const answer = libc.syscall(NUMBERS.prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, Number(ptr(program)), 0, 0)
  if (Number(answer) !== 0 || allow.length === 0) throw new Error('no filter can be installed here')
}

if (Bun.argv[2] === '--filtered') installFilter()
if (Bun.argv[2] === '--prepare') await Bun.write('big', new Uint8Array(BIG_MIB * MEBIBYTE))
else
  for await (const name of createInterface({ input: process.stdin })) {
    const work = WORKS[name]
    if (!work) throw new Error(`there is no work ${JSON.stringify(name)}`)
    spent = 0
    const own = process.cpuUsage()
    const before = Bun.nanoseconds()
    work.run()
    const took = Bun.nanoseconds() - before
    const { user, system } = process.cpuUsage(own)
    work.after?.()
    process.stdout.write(`${took} ${(user + system + spent) * 1000}\n`)
  }
