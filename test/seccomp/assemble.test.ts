import { describe, expect, test } from 'bun:test'
import { assemble } from '../../src/seccomp/assemble.ts'
import { encodedProgram } from '../../src/seccomp/encode.ts'
import { ARCHES, seccompProgram } from '../../src/seccomp/program.ts'
import type { Row } from '../../src/seccomp/row.ts'
import { interpret } from './interpret.ts'

const AUDIT = 0xc000003e
const ALLOW = 0x7fff0000

describe('the assembler', () => {
  test('makes a program that allows everything when there are no rows.', () => {
    const program = assemble([], 'aarch64')
    for (const nr of [0, 1, 512, 0x40000000, 0xffffffff]) {
      expect(interpret(program, { nr, arch: 0xc00000b7 }).action).toBe(ALLOW)
    }
  })

  test('tests the rows of one call in their order, and goes on when a condition does not hold.', () => {
    const first: Row = {
      syscall: 'ioctl',
      errno: 'EPERM',
      when: { arg: 1, test: 'oneOf', values: [7, 8] },
      why: '',
    }
    const second: Row = {
      syscall: 'ioctl',
      errno: 'ENOSYS',
      when: { arg: 5, test: 'anyBit', values: [1, 4] },
      why: '',
    }
    const program = assemble([first, second], 'x86_64')
    const ioctl = (one: bigint, five: bigint) =>
      interpret(program, { nr: 16, arch: AUDIT, args: [0n, one, 0n, 0n, 0n, five] }).action
    expect(ioctl(7n, 1n)).toBe(0x50001)
    expect(ioctl(8n, 0n)).toBe(0x50001)
    expect(ioctl(9n, 5n)).toBe(0x50026)
    expect(ioctl(9n, 4n)).toBe(0x50026)
    expect(ioctl(9n, 2n)).toBe(ALLOW)
  })

  test('refuses a call only when all conditions of its row hold.', () => {
    const row: Row = {
      syscall: 'socket',
      errno: 'EPERM',
      when: [
        { arg: 0, test: 'oneOf', values: [2, 10] },
        { arg: 2, test: 'noneOf', values: [0, 6] },
      ],
      why: '',
    }
    const program = assemble([row], 'x86_64')
    const socket = (family: bigint, protocol: bigint) =>
      interpret(program, { nr: 41, arch: AUDIT, args: [family, 1n, protocol] }).action
    for (const family of [2n, 10n]) {
      expect(socket(family, 132n)).toBe(0x50001)
      expect(socket(family, 6n)).toBe(ALLOW)
    }
    for (const protocol of [0n, 6n, 132n]) expect(socket(1n, protocol)).toBe(ALLOW)
  })

  test('refuses to write a jump longer than a byte can say.', () => {
    const values = Array.from({ length: 300 }, (_, index) => index)
    const row: Row = { syscall: 'ioctl', errno: 'EPERM', when: { arg: 1, test: 'oneOf', values }, why: '' }
    expect(() => assemble([row], 'x86_64')).toThrow('A seccomp jump over 256 instructions is too long.')
  })

  test('made the programs that are built in.', () => {
    for (const arch of ARCHES) {
      for (const nested of [false, true]) {
        expect(seccompProgram({ arch, nested }).toBase64()).toBe(encodedProgram(arch, nested))
      }
    }
  })
})

describe('the interpreter of the tests', () => {
  const bad: readonly [string, number[]][] = [
    ['an unknown instruction', [0x07, 0, 0, 0, 0, 0, 0, 0]],
    ['a program that ends in a load', [0x20, 0, 0, 0, 0, 0, 0, 0]],
    ['a jump out of the program', [0x15, 0, 0, 1, 0, 0, 0, 0, 0x06, 0, 0, 0, 0, 0, 0, 0]],
    ['a load behind the data', [0x20, 0, 0, 0, 64, 0, 0, 0, 0x06, 0, 0, 0, 0, 0, 0, 0]],
    ['an unaligned load', [0x20, 0, 0, 0, 2, 0, 0, 0, 0x06, 0, 0, 0, 0, 0, 0, 0]],
    ['half an instruction', [0x06, 0, 0, 0]],
    ['an empty program', []],
  ]
  test.each(bad)('rejects %s.', (_title, bytes) => {
    expect(() => interpret(new Uint8Array(bytes), { nr: 0, arch: AUDIT })).toThrow()
  })
})
