import { managerSocket } from '../gather/systemd.ts'
import type { Cgroup, Limit } from '../machine.ts'
import { type Gatherer, type Ground, Unknown } from './gatherer.ts'

const QUICK_MS = 400

/** The limits of open files and processes, and how much of them is used. */
export const limits: Gatherer<'limits'> = {
  facet: 'limits',
  limitMs: QUICK_MS,
  gather(ground) {
    const text = ground.text('/proc/self/limits')
    if (text === undefined) throw new Unknown('/proc/self/limits cannot be read')
    const { files, uid } = ground
    return {
      files: parseLimit(text, 'Max open files', files.names('/proc/self/fd')?.length ?? null),
      processes: parseLimit(text, 'Max processes', threadsOf(uid, ground)),
    }
  },
}

/** One line of /proc/self/limits (proc_pid_limits(5)). Throws `Unknown` when it is not there. */
export function parseLimit(text: string, name: string, used: number | null): Limit {
  const line = text.split('\n').find((one) => one.startsWith(name))
  const [soft, hard] = line?.slice(name.length).trim().split(/\s+/) ?? []
  if (soft === undefined || hard === undefined) throw new Unknown(`/proc/self/limits has no line ${name}`)
  const number = (word: string): number | null => (word === 'unlimited' ? null : Number(word))
  return { soft: number(soft), hard: number(hard), used }
}

/**
 * The threads of a user that are seen here: RLIMIT_NPROC counts threads (getrlimit(2)). At least that many, since
 * those of other pid namespaces are not seen. Null without /proc.
 */
function threadsOf(uid: number, { files, text }: Ground): number | null {
  const names = files.names('/proc')
  if (names === undefined) return null
  let count = 0
  for (const name of names) {
    if (name.charCodeAt(0) > 57) continue
    const stat = files.stat(`/proc/${name}`)
    if (typeof stat === 'number' || stat.uid !== uid) continue
    const [, after = ''] = text(`/proc/${name}/stat`)?.split(/\) (?!.*\) )/) ?? []
    count += Number(after.split(' ')[17]) || 1
  }
  return count
}

/** Which control groups there are, and whether a user can make scopes with limits in them. */
export const cgroup: Gatherer<'cgroup'> = {
  facet: 'cgroup',
  limitMs: QUICK_MS,
  gather(ground) {
    const own = ground.text('/proc/self/cgroup')
    if (own === undefined) throw new Unknown('/proc/self/cgroup cannot be read')
    const version = cgroupVersion(own)
    const userManager = hasUserManager(ground)
    const { uid } = ground
    const manager = `/sys/fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service`
    const delegated = ground.text(
      `${userManager && uid !== 0 ? manager : '/sys/fs/cgroup'}/cgroup.controllers`,
    )
    return { version, userManager, controllers: delegated?.split(' ').filter(Boolean) ?? [] }
  },
}

/** From /proc/self/cgroup (cgroups(7)): numbered lines are version 1, the line `0::` is version 2, both are a mixture. */
export function cgroupVersion(text: string): Cgroup['version'] {
  const lines = text.split('\n').filter(Boolean)
  const hasTwo = lines.some((line) => line.startsWith('0::'))
  // A line with a name and no controller is systemd's own bookkeeping.
  const hasOne = lines.some((line) => !line.startsWith('0::') && !line.includes(':name='))
  if (hasOne) return hasTwo ? 'hybrid' : 1
  return hasTwo ? 2 : 0
}

/**
 * A manager of systemd that jail can ask: the private socket of the system's one for root, of the person's own else
 * (src/host/gather/systemd.ts).
 */
function hasUserManager({ env, uid, files }: Ground): boolean {
  if (typeof files.stat('/run/systemd/system') === 'number') return false
  return typeof files.stat(managerSocket(uid, env), true) === 'object'
}
