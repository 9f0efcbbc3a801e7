/** How tool managers lay things out below a home, with a command `tool` to start. */

import type { Layout } from './layout.ts'
import { LANGUAGE_LAYOUTS } from './layouts-languages.ts'
import { NODE_LAYOUTS } from './layouts-node.ts'
import { SHIM_LAYOUTS } from './layouts-shims.ts'

export const LAYOUTS: readonly Layout[] = [...NODE_LAYOUTS, ...SHIM_LAYOUTS, ...LANGUAGE_LAYOUTS]
