import { readFileSync } from 'node:fs'
import type { Op } from '../plan/op.ts'
import { isWithin } from '../policy/paths.ts'

/** A line of mountinfo, as far as probes need it. `root` is the folder of the file system that is mounted. */
export type Mount = {
  readonly root: string
  readonly path: string
  readonly type: string
  readonly isWritable: boolean
}

/** The mounts that this process sees. */
export function ownMounts(): Mount[] {
  return mountsOf(readFileSync('/proc/self/mountinfo', 'utf8'))
}

/** The mounts in a text of /proc/PID/mountinfo (proc_pid_mountinfo(5)): later ones lie over earlier ones. */
export function mountsOf(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root, path, options] = before.split(' ')
    const [type = '', , all = ''] = after.split(' ')
    if (root === undefined || path === undefined || options === undefined) return []
    // The mount and its file system each have a bit of their own, and both must allow it.
    const isWritable = [options, all].every((some) => some.split(',')[0] === 'rw')
    return [{ root: plain(root), path: plain(path), type, isWritable }]
  })
}

/** The mount that a path lies on: the deepest, and of those at the same place the last. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined
  for (const mount of mounts)
    if (isWithin(path, mount.path) && (!found || mount.path.length >= found.path.length)) found = mount
  return found
}

/** The writable mounts that no operation of a plan has made. */
export function unplanned(mounts: readonly Mount[], ops: readonly Op[]): Mount[] {
  return mounts.filter((mount) => mount.isWritable && !ops.some((op) => makes(op, mount)))
}

function makes(op: Op, { path, root, type }: Mount): boolean {
  switch (op.kind) {
    case 'bind':
      return op.access === 'rw' && path === op.path
    case 'tmpfs':
      // A folder of the host's own /tmp would be one too, but not its root.
      return path === op.path && type === 'tmpfs' && root === '/'
    case 'data':
      return op.onto === 'over-rw' && path === op.path
    case 'proc':
      return path === op.path && type === 'proc' && root === '/'
    case 'dev':
      // bwrap binds devices over files of a tmpfs of its own (bwrap(1), --dev).
      return isWithin(path, op.path)
    default:
      return false
  }
}

/** Space, tab, newline and backslash are written as octal numbers. */
function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
