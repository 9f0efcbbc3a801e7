import { apparmorProfile, isSingleUser, statusField } from '../gather/blockers.ts'
import { findBwrap } from '../gather/bwrap.ts'
import type { ProcessState } from '../machine.ts'
import { type Gatherer, Unknown } from './gatherer.ts'
import { setting } from './kernel.ts'

/** Security modules, and what jail itself was started with. */

/** Long enough for a folder of AppArmor profiles on a slow disk. */
const LIMIT_MS = 2000
/** The profile is looked for by this path where there is no bwrap. */
const USUAL_BWRAP = '/usr/bin/bwrap'

export const apparmor: Gatherer<'apparmor'> = {
  facet: 'apparmor',
  limitMs: LIMIT_MS,
  gather(ground) {
    const { env, uid, files } = ground
    const restricts = setting(ground, 'kernel/apparmor_restrict_unprivileged_userns') === 1
    // Its profiles are not looked at where they decide nothing.
    if (!restricts) return { restricts, profile: null }
    const found = findBwrap({ env, uid }, files)
    const path = 'path' in found ? found.path : USUAL_BWRAP
    return { restricts, profile: apparmorProfile(path, files) ?? null }
  },
}

export const selinux: Gatherer<'selinux'> = {
  facet: 'selinux',
  limitMs: LIMIT_MS,
  gather({ text, files }) {
    const enforce = text('/sys/fs/selinux/enforce')
    if (enforce !== undefined) return { enforces: enforce === '1' }
    const filesystems = text('/proc/filesystems')
    if (filesystems === undefined && typeof files.stat('/sys/kernel') === 'number')
      throw new Unknown('neither /sys nor /proc is mounted')
    // The kernel knows selinuxfs only when SELinux is switched on at boot.
    if (filesystems?.includes('selinuxfs')) {
      const label = text('/proc/self/attr/current') ?? ''
      if (label.includes(':')) throw new Unknown('SELinux is on, and /sys/fs/selinux/enforce cannot be read')
    }
    return { enforces: false }
  },
}

export const label: Gatherer<'label'> = {
  facet: 'label',
  limitMs: LIMIT_MS,
  gather({ text }) {
    const found = text('/proc/self/attr/current')
    // Without a module that has labels the file is there and cannot be read (EINVAL).
    if (found === undefined && text('/proc/self/status') === undefined) throw new Unknown(NO_PROC)
    return found?.replace(/\0$/, '') || null
  },
}

/** The state of jail's first thread, which starts bwrap. Asked before anything clears its ambient capabilities. */
export const processState: Gatherer<'process'> = {
  facet: 'process',
  limitMs: LIMIT_MS,
  gather({ text }) {
    const status = text('/proc/self/status')
    const map = text('/proc/self/uid_map')
    if (status === undefined || map === undefined) throw new Unknown(NO_PROC)
    return parseProcess(status, map)
  },
}

/** From the texts of proc_pid_status(5) and of the uid map (user_namespaces(7)). */
export function parseProcess(status: string, uidMap: string): ProcessState {
  const field = (name: string): string | null => statusField(status, name) ?? null
  const number = (name: string): number | null => {
    const found = field(name)
    return found === null ? null : Number(found)
  }
  const noNewPrivs = number('NoNewPrivs')
  return {
    seccomp: number('Seccomp'),
    noNewPrivs: noNewPrivs === null ? null : noNewPrivs === 1,
    ambient: field('CapAmb'),
    permitted: field('CapPrm'),
    bounding: field('CapBnd'),
    singleUser: isSingleUser(uidMap),
    traced: (number('TracerPid') ?? 0) !== 0,
  }
}

export const NO_PROC = '/proc is not mounted'
