import { readFileSync } from 'node:fs'
import { WHY } from '../src/plan/fixed.ts'
import type { WhyData } from '../src/plan/why.ts'
import { ownMounts, unplanned } from '../src/verify/mounts.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'write-mounts',
  claim: 'No mount is writable but those of the plan.',
  guards: [{ absence: '~/../outside', writable: true }],
  attempt: () => {
    const wrong = unplanned(ownMounts(), plannedOps()).map(({ path }) => path)
    return { worked: wrong.length > 0, evidence: `${wrong.length} without a plan: ${wrong.join(', ')}` }
  },
  fast: true,
})

/** Without a file there is no plan: outside, and in a box that jail has not made. */
function plannedOps(): WhyData['ops'] {
  try {
    const { ops, own } = JSON.parse(readFileSync(WHY, 'utf8')) as WhyData
    return [...ops, ...own]
  } catch {
    return []
  }
}
