import { ptr } from 'bun:ffi'
import { Libc } from '../src/sys/libc.ts'
import { callWith, startChild } from '../src/verify/fork.ts'
import { errnoName } from '../src/verify/hands.ts'
import { limitedProject, plantLimit } from '../src/verify/limited.ts'
import { defineProbe } from '../src/verify/probe.ts'

const ALLOWED = 80
const WANTED = 100
const SIGKILL = 9
/** They sleep until they are ended, and end by themselves should nobody do it. */
const TIME = new BigInt64Array([10n, 0n])

export const probe = defineProbe({
  id: 'limits-processes',
  claim: 'Where limits.processes is set, a program that forks without end is stopped by it.',
  guards: [
    { code: 'the limit of the plan, set before the command starts', test: 'test/verify/limits.test.ts' },
  ],
  alone: true,
  jailOnly: true,
  limit: 'processes',
  place: limitedProject('processes'),
  plant: plantLimit('processes', String(ALLOWED)),
  attempt: () => {
    const pids: number[] = []
    let last = 0
    while (pids.length < WANTED && last >= 0) {
      last = startChild([{ call: 'nanosleep', args: [ptr(TIME)] }])
      if (last > 0) pids.push(last)
    }
    const call = callWith(new Libc())
    for (const pid of pids) call('kill', pid, SIGKILL)
    for (const pid of pids) call('wait4', pid)
    const refused = last < 0 ? `, then ${errnoName(-last)}` : ''
    return { worked: pids.length === WANTED, evidence: `${pids.length} processes${refused}` }
  },
})
