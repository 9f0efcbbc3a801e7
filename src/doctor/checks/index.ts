import type { Check } from '../check.ts'
import { check as bubblewrapPresent } from './bubblewrap.present.ts'

/** Every check, in the order in which it is shown. Register a new one here: test/doctor/checks.test.ts compares the folder. */
export const CHECKS: readonly Check[] = [bubblewrapPresent]
