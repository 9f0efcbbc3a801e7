import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { type Arch, SYSCALLS } from '../../src/seccomp/syscalls.ts'

// linux-libc-dev on x86_64; aarch64 takes its numbers from the generic header. Not on every machine.
const HEADERS: readonly [Arch, string][] = [
  ['x86_64', '/usr/include/x86_64-linux-gnu/asm/unistd_64.h'],
  ['aarch64', '/usr/include/asm-generic/unistd.h'],
]

for (const [arch, path] of HEADERS) {
  const why = existsSync(path) ? '' : ' (skipped: the headers of the kernel are not installed)'
  test.skipIf(why !== '')(`the numbers for ${arch} are those of the kernel header ${path}.${why}`, () => {
    const header = readFileSync(path, 'utf8')
    const defined = new Map(
      [...header.matchAll(/^#define __NR_(\w+)\s+(\d+)$/gm)].map(([, name, number]) => [
        name,
        Number(number),
      ]),
    )
    for (const [name, numbers] of Object.entries(SYSCALLS)) {
      // Newer than the header: it must at least not be another call's number.
      const number = numbers[arch]
      const isTaken = number !== null && [...defined.values()].includes(number)
      expect([name, number] as unknown[]).toEqual([name, defined.get(name) ?? (isTaken ? 'taken' : number)])
    }
    expect(defined.size).toBeGreaterThan(250)
  })
}
