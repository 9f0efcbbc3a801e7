import type { PathFact } from '../host/facts.ts'
import type { Op } from './op.ts'

/**
 * Files in /proc that are the whole machine's and not the box's: a new /proc has them all. /dev/null is bound over them
 * without devices, so that opening one is refused. The reference is what runc hides (maskedPaths of moby's
 * oci/defaults.go); of its folders, what can be written is closed by `rootOps`, and the hardware that they tell of is no
 * secret (SECURITY.md).
 */
const HIDDEN: Readonly<Record<string, string>> = {
  // Descriptions of the keys in the keyrings of the caller (keyrings(7)), which keyctl would tell, too.
  '/proc/keys': 'names of the keys that the caller has in the kernel',
  '/proc/kallsyms': 'where the kernel has its code',
  '/proc/kcore': 'the memory of the machine',
  // Also when a key was pressed.
  '/proc/interrupts': 'when each device was used',
  '/proc/timer_list': 'timers and processes of the machine',
  '/proc/timer_stats': 'timers and processes of the machine',
  '/proc/latency_stats': 'what processes of the machine wait for',
  '/proc/sched_debug': 'processes of the machine',
}

/** Its files are open to everybody: Documentation/accounting/psi.rst, "Monitoring for pressure thresholds". */
const PRESSURE = '/proc/pressure'

/** What a plan must know of /proc. */
export const PROC_PATHS: readonly string[] = [...Object.keys(HIDDEN), PRESSURE]

/** A box as far as it matters here. */
type Box = {
  readonly uid: number
  readonly nested: boolean
  readonly paths: ReadonlyMap<string, PathFact>
}

/**
 * What closes those files of /proc that this caller could open. Nothing in a nested box of an ordinary user: while a part
 * of /proc is covered, the kernel gives no new one to a user namespace inside (mount_too_revealing in fs/namespace.c),
 * and a sandbox in the box needs that. Root's box has no such namespaces, since root cannot be mapped there.
 */
export function procOps({ uid, nested, paths }: Box): Op[] {
  if (nested && uid !== 0) return []
  const ops: Op[] = []
  for (const path in HIDDEN)
    if (isReadable(uid, paths.get(path))) ops.push(bound(path, '/dev/null', HIDDEN[path] ?? ''))
  if (paths.get(PRESSURE)?.state === 'present')
    ops.push(bound(PRESSURE, PRESSURE, 'everybody could make the kernel measure'))
  return ops
}

/** Others than root reach what others may read; what is root's group's is never theirs. */
function isReadable(uid: number, fact: PathFact | undefined): boolean {
  return fact?.state === 'present' && (uid === 0 || (fact.mode & READ_BY_OTHERS) !== 0)
}

/** inode(7). */
const READ_BY_OTHERS = 0o004

function bound(path: string, source: string, why: string): Op {
  return { kind: 'bind', access: 'ro', path, source, why, from: 'fixed' }
}

/**
 * At the very end, when root starts the box. Whoever has root's uid owns the files of the kernel, and that is enough,
 * without a capability, to write its settings (test_perm in fs/proc/proc_sysctl.c; core_pattern names a program that the
 * kernel starts as root outside of every box, core(5)) and those of drivers, disks and sound cards, and to change the
 * mode of anything in /proc, which then holds for every /proc of this machine (proc_notify_change in fs/proc/generic.c).
 */
const PROC_READ_ONLY: Op = {
  kind: 'remount-ro',
  path: '/proc',
  why: 'root could change settings of the kernel, and so start programs outside',
  from: 'fixed',
}

/** What follows all other operations because root starts the box. */
export function rootOps(uid: number): Op[] {
  return uid === 0 ? [PROC_READ_ONLY] : []
}
