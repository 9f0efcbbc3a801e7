import { agents } from './agents.ts'
import { bwrap } from './bwrap.ts'
import { certificates, etcLinks, resolver, timeZone } from './etc.ts'
import type { Registry } from './gatherer.ts'
import { git } from './git.ts'
import { helpers } from './helpers.ts'
import { landlock, memfdNoexec, namespaceLimits, openat2, system, usernsClone } from './kernel.ts'
import { cgroup, limits } from './limits.ts'
import { apparmor, label, processState, selinux } from './modules.ts'
import { listeners, proxies, tun } from './network.ts'
import { nodes } from './nodes.ts'
import { jail } from './own.ts'
import { path } from './path.ts'
import { person } from './person.ts'
import { home, temporary } from './place.ts'
import { project, state } from './project.ts'
import { secrets } from './secrets.ts'
import { sockets } from './sockets.ts'
import { devices, distribution, proc, surroundings, sys, wsl } from './surroundings.ts'
import { image, loaders, systemPaths } from './system-files.ts'
import { terminal } from './terminal.ts'

/** The facets that commands of jail are needed for; src/commands/doctor-machine.ts adds them. */
export type FromCommands = 'settings' | 'live'

/**
 * One gatherer for each facet that can be read without a command of jail, in the order in which they begin: those that
 * start programs wait, and the others look meanwhile.
 */
export const HOST_GATHERERS = {
  system,
  distribution,
  person,
  bwrap,
  namespaceLimits,
  usernsClone,
  apparmor,
  selinux,
  label,
  process: processState,
  surroundings,
  wsl,
  proc,
  sys,
  devices,
  systemPaths,
  loaders,
  certificates,
  etcLinks,
  resolver,
  timeZone,
  temporary,
  home,
  project,
  state,
  image,
  path,
  nodes,
  agents,
  helpers,
  tun,
  listeners,
  proxies,
  cgroup,
  limits,
  terminal,
  landlock,
  openat2,
  memfdNoexec,
  secrets,
  sockets,
  git,
  jail,
} satisfies Omit<Registry, FromCommands>
