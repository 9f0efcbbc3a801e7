import { existsSync, readlinkSync, statSync } from 'node:fs'
import { tried } from './hands.ts'
import type { Attempt, Witness } from './probe.ts'

/** Whether a path is there, whoever may read it. */
export function isThere(path: string): Attempt {
  const worked = existsSync(path)
  return { worked, evidence: worked ? `${path} is there` : 'ENOENT' }
}

/** Whether a place of the system is there. A machine without it has nothing to show: ENOSYS, as a kernel says of a call. */
export function isOnHost(path: string): Attempt {
  const { worked, evidence } = isThere(path)
  return { worked, evidence: worked ? evidence : `${evidence}, as good as ENOSYS` }
}

/** Whether a folder is the very one that the witness sees at this path. */
export function isSamePlace(path: string, { places }: Witness): Attempt {
  const here = identityOf(path)
  return { worked: here !== undefined && here === places[path], evidence: here ?? 'ENOENT' }
}

/** Whether this process is in the namespace of the witness. */
export function isSameNamespace(kind: string, { spaces }: Witness): Attempt {
  return tried(() => {
    const here = namespaceOf(kind)
    return { worked: here === spaces[kind], evidence: here }
  })
}

/** Device and inode of a path; undefined when it is not there. */
export function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path)
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

/** The name of a namespace of this process (namespaces(7)). */
export function namespaceOf(kind: string): string {
  return readlinkSync(`/proc/self/ns/${kind}`)
}
