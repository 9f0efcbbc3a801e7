import type { Registry } from '../host/machine/gatherer.ts'
import { HOST_GATHERERS } from '../host/machine/index.ts'
import { settings } from './doctor-settings.ts'

/** One gatherer for each facet. `satisfies Registry` is to replace the type once all of them are here. */
export const GATHERERS: Readonly<Partial<Registry>> = { ...HOST_GATHERERS, settings }
