import type { Files } from '../../sys/files.ts'
import type { Caller, ScopePlace } from '../facts.ts'
import { readText } from './accounts.ts'
import type { CgroupMount } from './cgroup-mounts.ts'

const WANTED = ['memory', 'pids']

/**
 * Whether systemd can be asked for a scope: for root the system's manager, else the person's own, on the private socket
 * that each has beside the bus (sd-bus needs no dbus-daemon for it). It hands on only what its own group got.
 */
export function scopePlace(
  { uid, env }: Pick<Caller, 'uid' | 'env'>,
  mounts: readonly CgroupMount[],
  files: Files,
): ScopePlace {
  if (typeof files.stat('/run/systemd/system') === 'number') return cannot('systemd does not run here')
  const socket = managerSocket(uid, env)
  if (typeof files.stat(socket, true) === 'number') return cannot('no manager of systemd runs for this user')
  const mount = mounts.findLast((one) => one.version === 2 && one.root === '/')?.point
  if (mount === undefined) return cannot('systemd has no control groups of version 2 here')
  const group = uid === 0 ? mount : `${mount}/user.slice/user-${uid}.slice/user@${uid}.service`
  const handed = readText(`${group}/cgroup.controllers`, files).trim().split(' ')
  const controllers = WANTED.filter((name) => handed.includes(name))
  return controllers.length === 0
    ? cannot('systemd has neither memory nor pids to hand on')
    : { can: true, socket, mount, controllers }
}

/** Where the manager of a user listens. pam_systemd(8) makes /run/user/UID; `su` and cron do not tell of it. */
export function managerSocket(uid: number, env: Caller['env']): string {
  if (uid === 0) return '/run/systemd/private'
  const named = env['XDG_RUNTIME_DIR'] ?? ''
  return `${named.startsWith('/') ? named : `/run/user/${uid}`}/systemd/private`
}

function cannot(because: string): ScopePlace {
  return { can: false, because }
}
