import { existsSync, rmSync } from 'node:fs'
import { readMark, systemCall } from '../src/verify/hands.ts'
import { defineProbe, type Witness } from '../src/verify/probe.ts'

/** Ignored by who does not ask for it (signal(7)). */
const SIGURG = 23
/** 4 seconds in steps of 2 ms. */
const LOOKS = 2000

export const probe = defineProbe({
  id: 'life-group-signal',
  claim: 'A signal to its own process group does not leave the box.',
  guards: [
    {
      code: "Landlock's scope of signals",
      test: 'a gap that is known (test/verify/mutations.test.ts), where bwrap is started without the scopes',
    },
  ],
  known: 'this kernel has no scopes of Landlock (Linux before 6.12), so kill(0) reaches the group of jail',
  mustAct: true,
  plant: ({ witness }) => rmSync(witness.signalled, { force: true }),
  reached: async ({ witness, canary }) => {
    await allArrived(witness)
    return readMark(witness.signalled, canary)
  },
  attempt: () => systemCall('kill', 0, SIGURG),
})

/**
 * A signal takes a moment. One with a higher number that is sent later comes later, since the kernel takes the lowest that
 * is pending first (signal(7)): once it is seen there is nothing more to wait for.
 */
async function allArrived({ pid, asked }: Witness): Promise<void> {
  rmSync(asked, { force: true })
  process.kill(pid, 'SIGIO')
  for (let look = 0; !existsSync(asked); look++) {
    if (look === LOOKS) throw new Error('the process outside answers to no signal')
    await Bun.sleep(2)
  }
}
