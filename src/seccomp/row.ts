import type { SyscallName } from './syscalls.ts'

/** The refusals' error numbers; equal on both architectures. Source: asm-generic/errno-base.h, asm-generic/errno.h. */
export const ERRNOS = { EPERM: 1, ENOSYS: 38, EPROTONOSUPPORT: 93, EAFNOSUPPORT: 97 } as const

/**
 * A test of the low 32 bits of one argument. `anyBit`: a bit of one of `values` is set; `oneOf` and `noneOf`: the
 * word is, or is not, among `values`. The high half is left out on purpose: the kernel's handlers of ioctl (unsigned
 * int), clone (lower_32_bits) and socket (int) drop it, unshare refuses every flag up there, so a test that included
 * it could only be evaded (CVE-2019-10063).
 */
export type Condition = {
  readonly arg: 0 | 1 | 2 | 3 | 4 | 5
  readonly test: 'anyBit' | 'oneOf' | 'noneOf'
  readonly values: readonly number[]
}

/**
 * One refusal, where all conditions of `when` hold. `nested`: what becomes of it for commands that may make user
 * namespaces of their own: nothing is left of it, or the answer is another one; without it the row stays as it is.
 */
export type Row = {
  readonly syscall: SyscallName
  readonly errno: keyof typeof ERRNOS
  readonly when?: Condition | readonly Condition[]
  readonly why: string
  readonly nested?: 'lifted' | keyof typeof ERRNOS
}

/** The rows of a filter: all of them, or those that are left for a box that may make namespaces of its own. */
export function rowsFor(rows: readonly Row[], nested: boolean): readonly Row[] {
  if (!nested) return rows
  return rows.flatMap((row) => {
    if (row.nested === 'lifted') return []
    return row.nested === undefined ? row : { ...row, errno: row.nested }
  })
}

/** The same row for several calls. */
export function each(syscalls: readonly SyscallName[], rest: Omit<Row, 'syscall'>): Row[] {
  return syscalls.map((syscall) => ({ syscall, ...rest }))
}
