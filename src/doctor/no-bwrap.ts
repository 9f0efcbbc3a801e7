import type { BwrapPlace } from '../host/machine.ts'
import { type Finding, ok } from './finding.ts'

/** The answer of checks about a bwrap that is not there: bubblewrap.present has said so already. */
export const NO_BWRAP: Finding = ok('no bubblewrap to look at')

/** The bwrap that can be looked at further. */
export type UsableBwrap = Extract<BwrapPlace, { state: 'usable' }>
