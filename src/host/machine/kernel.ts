import { release, version } from 'node:os'
import { askOpenat2, EOPNOTSUPP, landlockVersion } from '../../sys/kernel-calls.ts'
import { NAMESPACES } from '../blockers.ts'
import type { Facets } from '../machine.ts'
import { type Gatherer, type Ground, Unknown } from './gatherer.ts'

/** What kernel this is and what its settings allow. Small files of /proc/sys and two system calls. */

const QUICK_MS = 500

/** By uname(2), so that it is known without /proc too. */
export const system: Gatherer<'system'> = {
  facet: 'system',
  limitMs: QUICK_MS,
  gather: () => ({
    os: process.platform,
    kernel: release(),
    arch: process.arch,
    version: version(),
  }),
}

export const namespaceLimits: Gatherer<'namespaceLimits'> = {
  facet: 'namespaceLimits',
  limitMs: QUICK_MS,
  gather(ground) {
    const limits = NAMESPACES.map((kind) => [kind, setting(ground, `user/max_${kind}_namespaces`)] as const)
    return Object.fromEntries(limits) as Facets['namespaceLimits']
  },
}

export const usernsClone: Gatherer<'usernsClone'> = {
  facet: 'usernsClone',
  limitMs: QUICK_MS,
  gather(ground) {
    const value = setting(ground, 'kernel/unprivileged_userns_clone')
    return value === null ? null : value !== 0
  },
}

export const memfdNoexec: Gatherer<'memfdNoexec'> = {
  facet: 'memfdNoexec',
  limitMs: QUICK_MS,
  gather: (ground) => setting(ground, 'vm/memfd_noexec'),
}

export const landlock: Gatherer<'landlock'> = {
  facet: 'landlock',
  limitMs: QUICK_MS,
  gather({ files }) {
    const abi = landlockVersion(files.libc)
    if (abi < 0 && abi !== -EOPNOTSUPP)
      throw new Unknown(`the kernel answers errno ${-abi}, as a filter around jail would`)
    return { abi }
  },
}

export const openat2: Gatherer<'openat2'> = {
  facet: 'openat2',
  limitMs: QUICK_MS,
  gather: ({ files }) => askOpenat2(files.libc),
}

/**
 * A setting below /proc/sys as a number; null when this kernel does not have it. Throws Unknown where /proc/sys itself
 * is missing or covered, since then its absence says nothing.
 */
export function setting({ text, files }: Pick<Ground, 'text' | 'files'>, name: string): number | null {
  const path = `/proc/sys/${name}`
  const found = text(path)
  if (found !== undefined) {
    const value = Number(found)
    if (found === '' || Number.isNaN(value)) throw new Unknown(`${path} holds ${JSON.stringify(found)}`)
    return value
  }
  if (text('/proc/sys/kernel/osrelease') === undefined)
    throw new Unknown('/proc/sys cannot be read: /proc is not mounted or covered')
  if (typeof files.stat(path) !== 'number') throw new Unknown(`${path} cannot be read`)
  return null
}
