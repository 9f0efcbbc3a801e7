import { rmSync } from 'node:fs'
import { readMark, systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** Ignored by who does not ask for it (signal(7)). */
const SIGURG = 23

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
    // A signal takes a moment.
    await Bun.sleep(300)
    return readMark(witness.signalled, canary)
  },
  alone: true,
  attempt: () => systemCall('kill', 0, SIGURG),
})
