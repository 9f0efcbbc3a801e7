import type { Files } from '../../sys/files.ts'
import type { Caller, CgroupPlace, Cgroups } from '../facts.ts'
import { readText } from './accounts.ts'
import { type CgroupMount, cgroupMounts, pathIn, type Seen, seenAt } from './cgroup-mounts.ts'
import { scopePlace } from './systemd.ts'

const W_OK = 2

/** What could hold the limits of a box here: control groups, systemd, the kernel's own count. Reads only. */
export function gatherCgroups(files: Files, caller: Pick<Caller, 'uid' | 'env'>): Cgroups {
  const own = readText('/proc/self/cgroup', files)
  const mounts = cgroupMounts(readText('/proc/self/mountinfo', files))
  const ground = { own, mounts, files }
  return {
    memory: placeFor('memory', ground),
    pids: placeFor('pids', ground),
    scope: scopePlace(caller, mounts, files),
    swap: isSwapCounted(ground) ? 'counted' : hasSwap(files) ? 'uncounted' : 'none',
    release: readText('/proc/sys/kernel/osrelease', files).trim(),
    uidMap: readText('/proc/self/uid_map', files).trim(),
  }
}

type Ground = { readonly own: string; readonly mounts: readonly CgroupMount[]; readonly files: Files }

function placeFor(controller: string, ground: Ground): CgroupPlace {
  return inVersion1(controller, ground) ?? inVersion2(controller, ground)
}

/** A group of version 1 may hold processes and groups, so the new one lies in the own one (cgroups(7)). */
function inVersion1(controller: string, { own, mounts, files }: Ground): CgroupPlace | undefined {
  const fitting = mounts.filter((one) => one.version === 1 && one.controllers.includes(controller))
  const group = pathIn(own, (controllers) => controllers.split(',').includes(controller))
  if (fitting.length === 0 || group === undefined) return undefined
  const seen = seenAt(fitting, group)
  if (seen === undefined) return cannot('its own control group is not visible here')
  return files.may(seen.path, W_OK) ? { can: true, version: 1, above: seen.path } : closed(seen)
}

/**
 * In version 2 a group that hands controllers on holds no processes itself, so the new one stands beside the own one
 * (cgroup-v2.html, "No Internal Process Constraint").
 */
function inVersion2(controller: string, { own, mounts, files }: Ground): CgroupPlace {
  const seen = ownInVersion2({ own, mounts })
  if (seen === 'none') return cannot('there are no control groups')
  if (seen === undefined || seen.path === seen.mount.point)
    return cannot('the control group above its own is not visible here')
  const above = seen.path.slice(0, seen.path.lastIndexOf('/'))
  const handed = readText(`${above}/cgroup.subtree_control`, files).trim().split(' ')
  if (!handed.includes(controller)) return cannot(`${above} does not hand ${controller} on`)
  return files.may(above, W_OK) && files.may(`${above}/cgroup.procs`, W_OK)
    ? { can: true, version: 2, above }
    : closed({ mount: seen.mount, path: above })
}

function ownInVersion2({ own, mounts }: Pick<Ground, 'own' | 'mounts'>): Seen | 'none' | undefined {
  const fitting = mounts.filter(({ version }) => version === 2)
  const group = pathIn(own, (controllers) => controllers === '')
  return fitting.length === 0 || group === undefined ? 'none' : seenAt(fitting, group)
}

/** The kernel may be told not to count swap (swapaccount=0): then the files for it are missing. */
function isSwapCounted({ own, mounts, files }: Ground): boolean {
  const isThere = (path: string): boolean => typeof files.stat(path) === 'object'
  const first = mounts.find((one) => one.version === 1 && one.controllers.includes('memory'))
  if (first) return isThere(`${first.point}/memory.memsw.limit_in_bytes`)
  const seen = ownInVersion2({ own, mounts })
  // The top of version 2 has no such file, but nobody who asks systemd is there alone: its own services have it.
  return typeof seen === 'object'
    ? isThere(`${seen.path}/memory.swap.max`) || isThere(`${seen.mount.point}/system.slice/memory.swap.max`)
    : false
}

/** proc_swaps(5): a line of titles, and one for each file or partition. */
function hasSwap(files: Files): boolean {
  return readText('/proc/swaps', files).trim().includes('\n')
}

function closed({ mount, path }: Seen): CgroupPlace {
  return cannot(`${path} ${mount.readOnly ? 'is mounted read-only' : 'cannot be written by this user'}`)
}

function cannot(because: string): { readonly can: false; readonly because: string } {
  return { can: false, because }
}
