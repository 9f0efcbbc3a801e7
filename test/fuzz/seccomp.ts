import { expect } from 'bun:test'
import fc from 'fast-check'
import { assemble } from '../../src/seccomp/assemble.ts'
import { type Condition, ERRNOS, type Row } from '../../src/seccomp/row.ts'
import { type Arch, SYSCALLS, type SyscallName } from '../../src/seccomp/syscalls.ts'
import { interpret } from '../seccomp/interpret.ts'
import type { Fuzz } from './property.ts'

const AUDIT = { x86_64: 0xc000003e, aarch64: 0xc00000b7 } as const
const ALLOW = 0x7fff0000
const KILL = 0x80000000
const NAMES = Object.keys(SYSCALLS) as SyscallName[]
const WORDS = [0, 1, 2, 5, 7, 0x80, 0x5412, 0x541c, 0x10000000, 0x7fffffff, 0x80000000, 0xffffffff]
const word = fc.constantFrom(...WORDS)

const condition: fc.Arbitrary<Condition> = fc.record({
  arg: fc.constantFrom(0, 1, 2, 3, 4, 5),
  test: fc.constantFrom('anyBit', 'oneOf', 'noneOf'),
  values: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
})
const row: fc.Arbitrary<Row> = fc
  .record({
    syscall: fc.constantFrom(...NAMES),
    errno: fc.constantFrom(...(Object.keys(ERRNOS) as Row['errno'][])),
    when: fc.option(fc.oneof(condition, fc.array(condition, { maxLength: 3 })), { nil: undefined }),
  })
  .map(({ when, ...rest }) => ({ ...rest, why: 'x', ...(when ? { when } : {}) }))
const rows = fc.array(row, { maxLength: 12 })
const args = fc.array(
  fc.tuple(word, word).map(([high, low]) => (BigInt(high) << 32n) | BigInt(low)),
  { minLength: 6, maxLength: 6 },
)

/** What the rows say, without any search: the first row of the call that fits. */
function meaning(all: readonly Row[], arch: Arch, nr: number, six: readonly bigint[]): number {
  const isX32 = arch === 'x86_64' && ((nr >= 512 && nr <= 547) || (nr >= 0x40000000 && nr <= 0xfffffffe))
  if (isX32) return 0x50000 | ERRNOS.ENOSYS
  const first = all.find(({ syscall, when }) => SYSCALLS[syscall][arch] === nr && holds(when, six))
  return first ? 0x50000 | ERRNOS[first.errno] : ALLOW
}

/** All conditions of a row; none always holds. */
function holds(when: Row['when'], six: readonly bigint[]): boolean {
  return [when ?? []].flat().every((one) => fits(one, six))
}

function fits({ arg, test, values }: Condition, six: readonly bigint[]): boolean {
  const low = (six[arg] ?? 0n) & 0xffffffffn
  const found = values.some((value) =>
    test === 'anyBit' ? (low & BigInt(value)) !== 0n : low === BigInt(value),
  )
  return test === 'noneOf' ? !found : found
}

/** Numbers of calls that a row names, their neighbours, and the borders of other ABIs. */
function numbersOf(all: readonly Row[], arch: Arch): number[] {
  const named = all.flatMap(({ syscall }) => SYSCALLS[syscall][arch] ?? [])
  return [
    ...named,
    ...named.map((nr) => nr + 1),
    ...named.map((nr) => Math.max(0, nr - 1)),
    0,
    511,
    512,
    547,
    548,
    0x3fffffff,
    0x40000000,
    0xfffffffe,
    0xffffffff,
  ]
}

export const SECCOMP: readonly Fuzz[] = [
  {
    name: 'seccomp-rows',
    claim: 'a filter judges each call as its rows say, and kills what comes from elsewhere',
    share: 0.05,
    property: fc.property(rows, fc.constantFrom<Arch>('x86_64', 'aarch64'), args, (all, arch, six) => {
      const program = assemble(all, arch)
      for (const nr of numbersOf(all, arch)) {
        const { action } = interpret(program, { nr, arch: AUDIT[arch], args: six })
        expect([nr, action]).toEqual([nr, meaning(all, arch, nr, six)])
      }
      const other = AUDIT[arch === 'x86_64' ? 'aarch64' : 'x86_64']
      expect(interpret(program, { nr: 0, arch: other, args: six }).action).toBe(KILL)
    }),
  },
]
