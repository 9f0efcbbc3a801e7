import type { Files } from '../../sys/files.ts'
import type { CgroupPlace, Cgroups } from '../facts.ts'
import { readText } from './accounts.ts'

const W_OK = 2

/** Where control groups for a box can be made, by controller. Reads only. */
export function gatherCgroups(files: Files): Cgroups {
  const own = readText('/proc/self/cgroup', files)
  const mountinfo = readText('/proc/self/mountinfo', files)
  const ground = { own, mountinfo, files }
  return { memory: placeFor('memory', ground), pids: placeFor('pids', ground) }
}

type Ground = { readonly own: string; readonly mountinfo: string; readonly files: Files }

function placeFor(controller: string, ground: Ground): CgroupPlace {
  return inVersion1(controller, ground) ?? inVersion2(controller, ground)
}

/** A group of version 1 may hold processes and groups, so the new one lies in the own one (cgroups(7)). */
function inVersion1(controller: string, { own, mountinfo, files }: Ground): CgroupPlace | undefined {
  const mount = mountOf(mountinfo, (type, options) => type === 'cgroup' && options.includes(controller))
  const path = pathIn(own, (controllers) => controllers.split(',').includes(controller))
  if (mount === undefined || path === undefined) return undefined
  const above = within(mount, path)
  if (above === undefined) return cannot('its own control group is not visible here')
  return files.may(above, W_OK)
    ? { can: true, version: 1, above, own: above }
    : cannot(`${above} cannot be written by this user`)
}

/**
 * In version 2 a group that hands controllers on holds no processes itself, so the new one stands beside the own one
 * (cgroup-v2.html, "No Internal Process Constraint").
 */
function inVersion2(controller: string, { own, mountinfo, files }: Ground): CgroupPlace {
  const mount = mountOf(mountinfo, (type) => type === 'cgroup2')
  const path = pathIn(own, (controllers) => controllers === '')
  if (mount === undefined || path === undefined) return cannot('there are no control groups')
  const group = within(mount, path)
  if (group === undefined || path === mount.root)
    return cannot('the control group above its own is not visible here')
  const above = group.slice(0, group.lastIndexOf('/'))
  const handed = readText(`${above}/cgroup.subtree_control`, files).trim().split(' ')
  if (!handed.includes(controller)) return cannot(`${above} does not hand ${controller} on`)
  return files.may(above, W_OK) && files.may(`${above}/cgroup.procs`, W_OK)
    ? { can: true, version: 2, above, own: group }
    : cannot(`${above} cannot be written by this user`)
}

type Mounted = { readonly root: string; readonly point: string }

/** The first such mount in the text of proc_pid_mountinfo(5). */
function mountOf(
  mountinfo: string,
  isIt: (type: string, options: readonly string[]) => boolean,
): Mounted | undefined {
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root, point] = before.split(' ')
    const [type = '', , options = ''] = after.split(' ')
    if (root !== undefined && point !== undefined && isIt(type, options.split(','))) return { root, point }
  }
  return undefined
}

/** The path in the line of /proc/self/cgroup whose controllers fit: `8:pids:/path`, `0::/path` (cgroups(7)). */
function pathIn(own: string, fits: (controllers: string) => boolean): string | undefined {
  for (const line of own.split('\n')) {
    const [id, controllers, ...path] = line.split(':')
    if (id !== undefined && controllers !== undefined && path.length > 0 && fits(controllers))
      return path.join(':')
  }
  return undefined
}

function within({ root, point }: Mounted, path: string): string | undefined {
  if (path.includes('/..')) return undefined
  const top = root === '/' ? '' : root
  if (path !== root && !path.startsWith(`${top}/`)) return undefined
  return `${point}${path.slice(top.length)}`.replace(/\/$/, '')
}

function cannot(because: string): CgroupPlace {
  return { can: false, because }
}
