import type { CgroupPlace, Facts } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { WEAKENINGS, type WeakeningId } from '../policy/weakenings.ts'
import type { LimitGroup, Weakening } from './plan.ts'

/** bwrap's own two processes, which the count of a person leaves out. */
const OF_BWRAP = 2

type Limits = { readonly groups: readonly LimitGroup[]; readonly weakened: readonly Weakening[] }

/** The control groups that hold the limits of a policy, and the limits that nothing holds here. */
export function limitsOf(policy: Pick<Policy, 'memoryBytes' | 'processes'>, { cgroups }: Facts): Limits {
  const groups: LimitGroup[] = []
  const weakened: Weakening[] = []
  const hold = (id: WeakeningId, place: CgroupPlace | undefined, one: Setting): void => {
    if (!place?.can)
      weakened.push(weakening(id, place?.because ?? 'nobody looked for control groups', one.property))
    else add(groups, place, one)
  }
  if (policy.memoryBytes > 0)
    hold('memory-limit', cgroups?.memory, {
      ...memory(policy.memoryBytes),
      property: `MemoryMax=${policy.memoryBytes}`,
    })
  if (policy.processes > 0)
    hold('processes-limit', cgroups?.pids, {
      ...pids(policy.processes + OF_BWRAP),
      property: `TasksMax=${policy.processes}`,
    })
  return { groups, weakened }
}

type Setting = {
  readonly 1: LimitGroup['settings']
  readonly 2: LimitGroup['settings']
  readonly property: string
}

function add(
  groups: LimitGroup[],
  { version, above, own }: Extract<CgroupPlace, { can: true }>,
  one: Setting,
): void {
  const known = groups.findIndex((group) => group.above === above)
  const settings = [...(groups[known]?.settings ?? []), ...one[version]]
  groups.splice(known < 0 ? groups.length : known, 1, { above, own, settings })
}

/** Swap is memory too: memory.memsw counts both, memory.swap.max only what is swapped (cgroup-v1/memory, cgroup-v2). */
function memory(bytes: number): Omit<Setting, 'property'> {
  return {
    1: [
      { file: 'memory.limit_in_bytes', value: bytes },
      { file: 'memory.memsw.limit_in_bytes', value: bytes, optional: true },
    ],
    2: [
      { file: 'memory.max', value: bytes },
      { file: 'memory.swap.max', value: 0, optional: true },
    ],
  }
}

/** Threads count as well (cgroup-v1/pids). */
function pids(count: number): Omit<Setting, 'property'> {
  const settings = [{ file: 'pids.max', value: count }]
  return { 1: settings, 2: settings }
}

function weakening(id: WeakeningId, because: string, property: string): Weakening {
  return {
    id,
    what: WEAKENINGS[id],
    because,
    fix: `Start it in a scope of systemd, systemd-run --user --scope -p ${property} jail run …, and accept ${id} then.`,
  }
}
