import type { Caller, CgroupPlace, Cgroups } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { WEAKENINGS, type WeakeningId } from '../policy/weakenings.ts'
import type { LimitGroup, LimitScope, Limits, Weakening } from './plan.ts'

/** bwrap's own two processes, which the count of a person leaves out, and the one of them in the box. */
const OF_BWRAP = 2
const OF_BWRAP_INSIDE = 1

/** No limit, so nothing to hold. */
export const NO_LIMITS: Limits = { groups: [], scope: undefined, ownProcesses: undefined }

/** The facts that decide it. */
type Ground = { readonly caller: Pick<Caller, 'uid'>; readonly cgroups: Cgroups | undefined }
type Held = { readonly limits: Limits; readonly weakened: readonly Weakening[] }

/**
 * What holds the limits of a policy, and those that nothing holds here. A scope of systemd comes first: systemd alone may
 * make groups in its tree, and takes the scope away by itself. Then a group that jail makes. Then, for processes, the
 * kernel's own limit. For memory there is none: what it limits (RLIMIT_AS, RLIMIT_DATA) is the address space of one process,
 * not the memory of all, and Node.js and Bun reserve gigabytes of that.
 */
export function limitsOf(policy: Pick<Policy, 'memoryBytes' | 'processes'>, facts: Ground): Held {
  const { cgroups } = facts
  const wanted = [
    ...(policy.memoryBytes > 0 ? [memory(policy.memoryBytes, cgroups)] : []),
    ...(policy.processes > 0 ? [processes(policy.processes)] : []),
  ]
  const groups: LimitGroup[] = []
  const properties: LimitScope['properties'][number][] = []
  const weakened: Weakening[] = []
  let ownProcesses: number | undefined
  for (const one of wanted) {
    const place = cgroups?.[one.controller]
    const own = ownLimit(facts)
    if (cgroups?.scope.can && cgroups.scope.controllers.includes(one.controller))
      properties.push(...one.properties)
    else if (place?.can) add(groups, place.above, one[place.version])
    else if (one.controller === 'pids' && own.can) ownProcesses = policy.processes + OF_BWRAP_INSIDE
    else weakened.push(unheld(one.id, reasons(one, cgroups, own)))
    if (one.controller === 'memory' && cgroups?.swap === 'uncounted' && weakened.length === 0)
      weakened.push(uncountedSwap())
  }
  const scope =
    cgroups?.scope.can && properties.length > 0
      ? { socket: cgroups.scope.socket, mount: cgroups.scope.mount, properties }
      : undefined
  return { limits: { groups, scope, ownProcesses }, weakened }
}

type Wanted = {
  readonly id: WeakeningId
  readonly controller: 'memory' | 'pids'
  readonly 1: LimitGroup['settings']
  readonly 2: LimitGroup['settings']
  readonly properties: LimitScope['properties']
}

/** Swap is memory too: memory.memsw counts both, memory.swap.max only what is swapped (cgroup-v1/memory, cgroup-v2). */
function memory(bytes: number, cgroups: Cgroups | undefined): Wanted {
  const withSwap = cgroups?.swap === 'counted'
  const max = { file: 'memory.max', value: bytes }
  const swapMax = { file: 'memory.swap.max', value: 0 }
  return {
    id: 'memory-limit',
    controller: 'memory',
    1: [
      { file: 'memory.limit_in_bytes', value: bytes },
      ...(withSwap ? [{ file: 'memory.memsw.limit_in_bytes', value: bytes }] : []),
    ],
    2: [max, ...(withSwap ? [swapMax] : [])],
    properties: [{ name: 'MemoryMax', ...max }, ...(withSwap ? [{ name: 'MemorySwapMax', ...swapMax }] : [])],
  }
}

/** Threads count as well (cgroup-v1/pids). */
function processes(count: number): Wanted {
  const max = { file: 'pids.max', value: count + OF_BWRAP }
  return {
    id: 'processes-limit',
    controller: 'pids',
    1: [max],
    2: [max],
    properties: [{ name: 'TasksMax', ...max }],
  }
}

function add(groups: LimitGroup[], above: string, more: LimitGroup['settings']): void {
  const known = groups.findIndex((group) => group.above === above)
  const settings = [...(groups[known]?.settings ?? []), ...more]
  groups.splice(known < 0 ? groups.length : known, 1, { above, settings })
}

/** Of the whole machine: all users, as they are (user_namespaces(7)). */
const ALL_USERS = '0 0 4294967295'

/**
 * Whether RLIMIT_NPROC, set inside, counts what is in the box and nothing else: since Linux 5.14 each user namespace has a
 * count of its own (kernel/ucount.c). It does not hold root (copy_process in kernel/fork.c), and in a namespace nobody can
 * tell who is root outside.
 */
function ownLimit({ caller, cgroups }: Ground): CgroupPlaceless {
  if (caller.uid === 0) return no('the kernel holds no limit of processes against root')
  if (cgroups?.uidMap.split(' ').filter(Boolean).join(' ') !== ALL_USERS)
    return no('in a user namespace nobody can tell whether the kernel would hold a limit of processes')
  const [major = 0, minor = 0] = cgroups.release.split('.').map((part) => Number.parseInt(part, 10))
  return major > 5 || (major === 5 && minor >= 14)
    ? { can: true }
    : no(`Linux ${cgroups.release} counts the processes of a user and not those of a box`)
}

type CgroupPlaceless = { readonly can: true } | Extract<CgroupPlace, { can: false }>

function no(because: string): CgroupPlaceless {
  return { can: false, because }
}

function reasons({ controller }: Wanted, cgroups: Cgroups | undefined, own: CgroupPlaceless): string {
  if (cgroups === undefined) return 'nobody looked for control groups'
  const { scope } = cgroups
  const place = cgroups[controller]
  return [
    scope.can ? `systemd has no ${controller} to hand on` : scope.because,
    ...(place.can ? [] : [place.because]),
    ...(controller === 'memory' || own.can ? [] : [own.because]),
  ].join('; ')
}

function unheld(id: WeakeningId, because: string): Weakening {
  return {
    id,
    what: WEAKENINGS[id],
    because,
    fix: 'Let systemd manage this user (log in, or as root: loginctl enable-linger USER), or write null for that limit.',
  }
}

function uncountedSwap(): Weakening {
  return {
    id: 'memory-limit',
    what: WEAKENINGS['memory-limit'],
    because: 'the kernel does not count what is swapped out, and there is swap',
    fix: 'Start the kernel with swapaccount=1, or switch swap off: swapoff -a (as root).',
  }
}
