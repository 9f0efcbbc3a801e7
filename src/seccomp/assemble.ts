import { type Condition, ERRNOS, type Row } from './row.ts'
import { type Arch, SYSCALLS } from './syscalls.ts'

/**
 * Classic BPF for `bwrap --seccomp`: an array of struct sock_filter, little-endian as both architectures are.
 *
 * The number is found by binary search, so every call passes after the same six or seven comparisons. Calls without a
 * condition on arguments mostly cost nothing: since Linux 5.11 the kernel runs the filter once for each number when
 * it is installed and remembers which are always allowed (seccomp_is_const_allow in kernel/seccomp.c). That works
 * only for loads of the number and the architecture, comparisons with constants, AND and RET, so use nothing else.
 *
 * Source: seccomp(2), bpf(4), linux/filter.h, linux/bpf_common.h.
 */
export function assemble(rows: readonly Row[], arch: Arch): Uint8Array<ArrayBuffer> {
  const code = new Backward()
  const kill = code.verdict(KILL_PROCESS)
  const allow = code.verdict(ALLOW)
  const root = search(code, segments(allow, ranges(code, rows, arch, allow)))
  const number = code.load(NUMBER, root)
  // Another architecture's calls have other numbers, and this table would judge them wrongly. Killed, not refused:
  // an error for all calls includes exit, and the program would spin or crash without a hint; SIGSYS names the cause.
  code.load(ARCHITECTURE, code.branch(IF_EQUAL, ABIS[arch].audit, number, kill))
  return code.bytes()
}

/** Position of an instruction, counted from the end of the program. */
type Label = number
type Range = { readonly first: number; readonly last: number; readonly target: Label }
type Segment = { readonly from: number; readonly target: Label }

// linux/bpf_common.h.
const LOAD = 0x20 // BPF_LD | BPF_W | BPF_ABS
const RETURN = 0x06 // BPF_RET | BPF_K
const IF_EQUAL = 0x15 // BPF_JMP | BPF_JEQ | BPF_K
const IF_AT_LEAST = 0x35 // BPF_JMP | BPF_JGE | BPF_K, unsigned
const IF_ANY_BIT = 0x45 // BPF_JMP | BPF_JSET | BPF_K

// linux/seccomp.h: what a filter returns, and offsets in struct seccomp_data.
const KILL_PROCESS = 0x80000000
const ERRNO = 0x00050000
const ALLOW = 0x7fff0000
const NUMBER = 0
const ARCHITECTURE = 4
const ARGUMENTS = 16

/** The largest distance of a conditional jump: jt and jf of struct sock_filter are bytes. */
const FURTHEST = 255

/**
 * `audit`: AUDIT_ARCH_* of linux/audit.h. `foreign`: numbers of another ABI that share the architecture word.
 *
 * x32 is __X32_SYSCALL_BIT (0x40000000) and a number; kernels before 5.4 also took its own calls, 512 to 547, without
 * the bit (seccomp(2)), among them an ioctl and a kexec_load. No native call has or will have these numbers
 * (syscall_64.tbl). They get ENOSYS, the answer of a kernel without x32: nobody can tell the difference, and no
 * program is killed for looking. -1 passes: a tracer writes it to skip a call and put its own result in place.
 */
const ABIS = {
  x86_64: {
    audit: 0xc000003e,
    foreign: [
      [512, 547],
      [0x40000000, 0xfffffffe],
    ],
  },
  aarch64: { audit: 0xc00000b7, foreign: [] },
} as const satisfies Record<Arch, { audit: number; foreign: readonly (readonly [number, number])[] }>

/** Emits the code of every row, and returns which numbers lead to it, in ascending order. */
function ranges(code: Backward, rows: readonly Row[], arch: Arch, allow: Label): Range[] {
  const targets = new Map<number, Label>()
  // From the last row to the first, so that the first row of a call is tested first.
  for (const row of [...rows].reverse()) {
    const number = SYSCALLS[row.syscall][arch]
    if (number === null) continue
    const refused = code.verdict(ERRNO | ERRNOS[row.errno])
    const passed = targets.get(number) ?? allow
    // All conditions must hold, so each but the last leads to the next, and what fails one passes.
    const conditions = row.when === undefined ? [] : [row.when].flat()
    targets.set(
      number,
      conditions.reduceRight((next, one) => condition(code, one, next, passed), refused),
    )
  }
  const found: Range[] = Array.from(targets, ([number, target]) => ({ first: number, last: number, target }))
  for (const [first, last] of ABIS[arch].foreign) {
    found.push({ first, last, target: code.verdict(ERRNO | ERRNOS.ENOSYS) })
  }
  return found.sort((a, b) => a.first - b.first)
}

function condition(code: Backward, { arg, test, values }: Condition, refused: Label, passed: Label): Label {
  const [match, otherwise] = test === 'noneOf' ? [passed, refused] : [refused, passed]
  // One JSET tests for any bit of its constant.
  const constants = test === 'anyBit' ? [values.reduce((all, bit) => all | bit, 0)] : values
  const first = constants.reduceRight(
    (next, value) => code.branch(test === 'anyBit' ? IF_ANY_BIT : IF_EQUAL, value, match, next),
    otherwise,
  )
  return code.load(ARGUMENTS + 8 * arg, first)
}

/** All numbers as neighbouring segments with different targets; calls next to each other share one. */
function segments(allow: Label, sorted: readonly Range[]): Segment[] {
  const list: Segment[] = []
  const cut = (from: number, target: Label) => {
    if (list.at(-1)?.from === from) list.pop()
    if (list.at(-1)?.target !== target) list.push({ from, target })
  }
  cut(0, allow)
  for (const { first, last, target } of sorted) {
    cut(first, target)
    cut(last + 1, allow)
  }
  return list
}

/** Binary search for the segment of the loaded number. */
function search(code: Backward, list: readonly Segment[]): Label {
  const middle = list.length >> 1
  const { from, target } = list[middle] as Segment
  if (middle === 0) return target
  const above = search(code, list.slice(middle))
  const below = search(code, list.slice(0, middle))
  return code.branch(IF_AT_LEAST, from, above, below)
}

/**
 * Writes a program from its end to its start. Jumps only go forward (bpf(4)), so each target is known when a jump to
 * it is written, and nothing has to be patched later.
 */
class Backward {
  /** First and second half of struct sock_filter: code, jt and jf, then k. */
  readonly #heads: number[] = []
  readonly #constants: number[] = []
  readonly #verdicts = new Map<number, Label>()

  verdict(value: number): Label {
    const known = this.#verdicts.get(value)
    if (known !== undefined) return known
    const label = this.#put(RETURN, value)
    this.#verdicts.set(value, label)
    return label
  }

  branch(test: number, value: number, yes: Label, no: Label): Label {
    return this.#put(test | (this.#distance(yes) << 16) | (this.#distance(no) << 24), value)
  }

  /** A load has no target: it runs into the instruction behind it, which must be the one written last. */
  load(offset: number, next: Label): Label {
    if (this.#distance(next) !== 0) throw new Error('A seccomp load must run into its own test.')
    return this.#put(LOAD, offset)
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const count = this.#heads.length
    const view = new DataView(new ArrayBuffer(8 * count))
    for (let label = 0; label < count; label++) {
      const at = 8 * (count - 1 - label)
      view.setUint32(at, this.#heads[label] as number, true)
      view.setUint32(at + 4, this.#constants[label] as number, true)
    }
    return new Uint8Array(view.buffer)
  }

  #put(head: number, constant: number): Label {
    this.#heads.push(head)
    return this.#constants.push(constant) - 1
  }

  #distance(target: Label): number {
    const distance = this.#heads.length - 1 - target
    if (distance > FURTHEST) throw new Error(`A seccomp jump over ${distance} instructions is too long.`)
    return distance
  }
}
