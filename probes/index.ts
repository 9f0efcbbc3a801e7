import type { Probe } from '../src/verify/probe.ts'
import { ENV } from './areas/env.ts'
import { HOME } from './areas/home.ts'
import { KERNEL } from './areas/kernel.ts'
import { LIFE } from './areas/life.ts'
import { LIMITS } from './areas/limits.ts'
import { NET } from './areas/net.ts'
import { PERSIST } from './areas/persist.ts'
import { SEE } from './areas/see.ts'
import { WORKS } from './areas/works.ts'
import { WRITE } from './areas/write.ts'

/** Every probe, by area; test/verify/probes.test.ts compares the lists with the folder. */
export const PROBES: readonly Probe[] = [
  ...HOME,
  ...WRITE,
  ...PERSIST,
  ...KERNEL,
  ...SEE,
  ...NET,
  ...ENV,
  ...LIFE,
  ...LIMITS,
  ...WORKS,
]

/** The probes of these ids, in the order of the list. */
export function probesNamed(ids: readonly string[]): Probe[] {
  return PROBES.filter(({ id }) => ids.includes(id))
}
