import { ptr } from 'bun:ffi'
import { closeSync, openSync } from 'node:fs'
import { inChild } from '../src/verify/fork.ts'
import { limitedProject, plantLimit } from '../src/verify/limited.ts'
import { defineProbe } from '../src/verify/probe.ts'

const MIB = 2 ** 20
const ALLOWED = 128
const WANTED = 192
/** Some virtual machines hand out memory at 10 microseconds a page. */
const LIMIT_MS = 10_000

export const probe = defineProbe({
  id: 'limits-memory',
  claim: 'Where limits.memory is set, a program that takes more than that is ended.',
  guards: [
    { code: 'the limit of the plan, set before the command starts', test: 'test/verify/limits.test.ts' },
  ],
  alone: true,
  jailOnly: true,
  limit: 'memory',
  place: limitedProject('memory'),
  plant: plantLimit('memory', `${ALLOWED}M`),
  attempt: () => {
    // Reserved here and filled in a child, which the kernel ends then, and not the one that answers.
    const memory = new Uint8Array(WANTED * MIB)
    const zero = openSync('/dev/zero', 'r')
    const { worked, evidence } = inChild(
      [{ call: 'read', args: [zero, ptr(memory), memory.length] }],
      0,
      LIMIT_MS,
    )
    closeSync(zero)
    return { worked, evidence: `${WANTED} MiB: ${evidence}` }
  },
})
