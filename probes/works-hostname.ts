import { lookup } from 'node:dns/promises'
import { hostname } from 'node:os'
import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-hostname',
  claim: 'The host name inside has an address, as it has outside.',
  guards: [],
  ...sameAsOutside('hostname', resolves, (inside, outside) => inside || !outside),
})

async function resolves(): Promise<boolean> {
  try {
    await lookup(hostname())
    return true
  } catch {
    // Some machines do not know their own name.
    return false
  }
}
