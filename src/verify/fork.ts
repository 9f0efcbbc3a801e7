import { CFunction, FFIType, ptr } from 'bun:ffi'
import { Libc } from '../sys/libc.ts'
import { type CallName, numberOf } from './calls.ts'
import { CODE } from './child/code.ts'
import { errnoName } from './errno.ts'
import type { Attempt } from './probe.ts'
import { Untried } from './untried.ts'

/** One system call with its arguments. `ends`: a positive answer is the end. `old`: by the entry of 32-bit programs. */
export type Step = {
  readonly call: CallName | number
  readonly args?: readonly number[]
  readonly how?: 'ends' | 'old'
}

/** `code` is 0 or the errno of the step that failed; undefined when there was no child or a signal ended it. */
export type Child = Attempt & { readonly pid: number; readonly code: number | undefined }

/** What system calls are made with; its answers are the kernel's. */
export type Call = (name: CallName, ...args: readonly number[]) => number

const SIGCHLD = 17
const SIGKILL = 9
const WNOHANG = 1
const EAGAIN = 11
const ENOMEM = 12
/** How long a child may take, in milliseconds, and how often it is looked at. */
const LIMIT_MS = 2000
const STEP_MS = 2
/** A step in the table: number, five arguments, and how. */
const WORDS = 7
const HOWS = { ends: 1n, old: 2n } as const
const PAGE = 4096
const READ_EXECUTE = 5
const READ_WRITE = 3

/**
 * Makes system calls one after the other in a child of its own (clone(2) with these flags) until one fails, and waits for
 * it; it worked when all did. Throws `Untried` where there is no room for a child, or it takes too long. A child has one thread, which unshare(2) asks for, and what it does to itself ends with it.
 * JavaScript cannot run in it (Bun's memory does not survive a fork), so a few lines of machine code do.
 */
export function inChild(steps: readonly Step[], flags = 0, limitMs = LIMIT_MS): Child {
  const pid = startChild(steps, flags)
  // Of a limit of processes or memory: nothing was refused.
  if (pid === -EAGAIN || pid === -ENOMEM) throw new Untried(`clone: ${errnoName(-pid)}`)
  if (pid < 0) return { worked: false, evidence: `clone: ${errnoName(-pid)}`, pid, code: undefined }
  const status = waitFor(pid, limitMs)
  const signal = status & 0x7f
  if (signal !== 0) return { worked: false, evidence: `ended by signal ${signal}`, pid, code: undefined }
  const code = (status >> 8) & 0xff
  if (code === EAGAIN) throw new Untried(errnoName(code))
  return { worked: code === 0, evidence: code === 0 ? 'done in a child' : errnoName(code), pid, code }
}

/** The same without waiting: the pid, or a negative errno. */
export function startChild(steps: readonly Step[], flags = 0): number {
  const table = new BigInt64Array(1 + steps.length * WORDS + 1)
  table[0] = BigInt(flags + SIGCHLD)
  steps.forEach(({ call, args = [], how }, index) => {
    const at = 1 + index * WORDS
    table[at] = BigInt(typeof call === 'number' ? call : numberOf(call))
    args.forEach((value, place) => {
      table[at + 1 + place] = BigInt(value)
    })
    table[at + WORDS - 1] = how === undefined ? 0n : HOWS[how]
  })
  table[table.length - 1] = -1n
  return runCode(ptr(table))
}

/** A page of its own is made executable for the time of the call. */
function runCode(table: number): number {
  const call = callWith(new Libc())
  const memory = new Uint8Array(2 * PAGE)
  const base = ptr(memory)
  const start = Math.ceil(base / PAGE) * PAGE
  memory.set(Uint8Array.fromHex(CODE[process.arch === 'arm64' ? 'arm64' : 'x64']), start - base)
  const refused = call('mprotect', start, PAGE, READ_EXECUTE)
  if (refused < 0) return refused
  const enter = CFunction({ ptr: start as never, args: ['i64'], returns: FFIType.i64_fast })
  try {
    return Number(enter(table))
  } finally {
    enter.close()
    call('mprotect', start, PAGE, READ_WRITE)
  }
}

/** System calls by name. */
export function callWith(libc: Libc): Call {
  return (name, a = 0, b = 0, c = 0, d = 0, e = 0) => libc.raw(numberOf(name), a, b, c, d, e)
}

/** The status of wait(2). A child that hangs is killed, so that one probe cannot hold up the others, and `Untried` is thrown. */
export function waitFor(pid: number, limitMs = LIMIT_MS): number {
  const call = callWith(new Libc())
  const status = new Int32Array(1)
  for (let left = limitMs; left > 0; left -= STEP_MS) {
    if (call('wait4', pid, ptr(status), WNOHANG) === pid) return status[0] ?? 0
    Bun.sleepSync(STEP_MS)
  }
  call('kill', pid, SIGKILL)
  call('wait4', pid, ptr(status))
  throw new Untried(`no end within ${limitMs} ms`)
}
