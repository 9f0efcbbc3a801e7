import type { Registry } from './gatherer.ts'
import { git } from './git.ts'
import { helpers } from './helpers.ts'
import { cgroup, limits } from './limits.ts'
import { listeners, proxies, tun } from './network.ts'
import { jail } from './own.ts'
import { secrets } from './secrets.ts'
import { sockets } from './sockets.ts'
import { terminal } from './terminal.ts'

/** The facets that jail itself must be loaded for; src/commands/doctor-machine.ts adds them. */
export type FromCommands = 'settings' | 'live'

/**
 * One gatherer for each facet that can be read without a command of jail.
 * While it is `Partial`, the facets without one are unknown and say so; `satisfies Omit<Registry, FromCommands>` makes
 * the type checker name those that are missing.
 */
export const HOST_GATHERERS = {
  helpers,
  tun,
  listeners,
  proxies,
  cgroup,
  limits,
  terminal,
  secrets,
  sockets,
  git,
  jail,
} satisfies Partial<Omit<Registry, FromCommands>>
