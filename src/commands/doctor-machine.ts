import type { Registry } from '../host/machine/gatherer.ts'
import { HOST_GATHERERS } from '../host/machine/index.ts'
import { live } from './doctor-live.ts'
import { settings } from './doctor-settings.ts'

/** One gatherer for each facet. */
export const GATHERERS: Registry = { ...HOST_GATHERERS, settings, live }
