/** What a filter sees of a system call: struct seccomp_data of linux/seccomp.h. */
export type SyscallData = {
  readonly nr: number
  readonly arch: number
  readonly instructionPointer?: bigint
  readonly args?: readonly bigint[]
}

/** What the filter returned, how many instructions that took, and the offsets it loaded. */
export type Outcome = { readonly action: number; readonly steps: number; readonly loads: readonly number[] }

/**
 * Runs a filter as the kernel would, for the instructions the assembler uses; throws on all others.
 * Source: bpf(4), kernel/seccomp.c (seccomp_check_filter, populate_seccomp_data).
 */
export function interpret(program: Uint8Array, data: SyscallData): Outcome {
  const code = decode(program)
  const memory = seccompData(data)
  const loads: number[] = []
  let accumulator = 0
  let at = 0
  for (let steps = 1; ; steps++) {
    const { op, yes, no, k } = instruction(code, at)
    if (op === RETURN) return { action: k, steps, loads }
    at += 1
    if (op === LOAD) {
      loads.push(k)
      accumulator = memory.getUint32(k, true)
    } else {
      at += compare(op, accumulator, k) ? yes : no
    }
  }
}

/**
 * Decodes a program and checks it: only known instructions, aligned loads inside seccomp_data, and no jump or
 * fall-through that leaves the program. As jumps only go forward, every path then ends in a RET.
 */
export function decode(program: Uint8Array): Instruction[] {
  if (program.length === 0 || program.length % 8 !== 0) throw new Error(`no program: ${program.length} bytes`)
  const view = new DataView(program.buffer, program.byteOffset, program.length)
  const code: Instruction[] = []
  for (let at = 0; at < program.length; at += 8) {
    code.push({
      op: view.getUint16(at, true),
      yes: view.getUint8(at + 2),
      no: view.getUint8(at + 3),
      k: view.getUint32(at + 4, true),
    })
  }
  code.forEach((_, at) => {
    check(code, at)
  })
  return code
}

/** One struct sock_filter. */
export type Instruction = {
  readonly op: number
  readonly yes: number
  readonly no: number
  readonly k: number
}

const LOAD = 0x20
const RETURN = 0x06
const IF_EQUAL = 0x15
const IF_AT_LEAST = 0x35
const IF_ANY_BIT = 0x45
const DATA_SIZE = 64

function check(code: readonly Instruction[], at: number): void {
  const { op, yes, no, k } = instruction(code, at)
  switch (op) {
    case RETURN:
      if (yes !== 0 || no !== 0) throw new Error(`RET at ${at} has jump offsets`)
      return
    case LOAD:
      if (yes !== 0 || no !== 0) throw new Error(`LD at ${at} has jump offsets`)
      if (k % 4 !== 0 || k > DATA_SIZE - 4) throw new Error(`LD at ${at} reads offset ${k}`)
      instruction(code, at + 1)
      return
    case IF_EQUAL:
    case IF_AT_LEAST:
    case IF_ANY_BIT:
      instruction(code, at + 1 + yes)
      instruction(code, at + 1 + no)
      return
    default:
      throw new Error(`unknown instruction 0x${op.toString(16)} at ${at}`)
  }
}

function instruction(code: readonly Instruction[], at: number): Instruction {
  const found = code[at]
  if (found === undefined) throw new Error(`${at} is outside the program`)
  return found
}

function compare(op: number, accumulator: number, k: number): boolean {
  if (op === IF_EQUAL) return accumulator === k
  if (op === IF_AT_LEAST) return accumulator >= k
  return (accumulator & k) !== 0
}

function seccompData({ nr, arch, instructionPointer = 0n, args = [] }: SyscallData): DataView {
  if (args.length > 6) throw new Error('a system call has at most six arguments')
  const view = new DataView(new ArrayBuffer(DATA_SIZE))
  view.setUint32(0, nr, true)
  view.setUint32(4, arch, true)
  view.setBigUint64(8, instructionPointer, true)
  args.forEach((value, index) => {
    view.setBigUint64(16 + 8 * index, BigInt.asUintN(64, value), true)
  })
  return view
}
