import { ptr } from 'bun:ffi'
import type { Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'

/** The devices of the host that bwrap's --dev shows (bwrap(1)). */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`)

/** mount(2), unshare(2). */
const MS_RDONLY = 1
const MS_NOSUID = 2
const MS_REMOUNT = 32
const MS_BIND = 4096
const MS_REC = 0x4000
const MS_SLAVE = 0x80000
const CLONE_NEWNS = 0x20000
const NOTHING = 0
/** ioctl_ns(2). */
const NS_GET_USERNS = 0xb701

/**
 * Starts a box of root by `spawn` where the host's devices are read-only mounts, which bwrap takes over: their modes, owners
 * and times belong to root, and so to the box, which could take /dev/null from everybody. Reading and writing the devices
 * themselves goes on, since that changes no file system (mount(8), "ro"). bwrap has no word for it: its own --remount-ro adds
 * nodev. The namespace of mounts is only for what is started; this process goes back to its own.
 *
 * Another user owns none of these devices, and is started as usual. So is a root that may not make such a namespace, as in
 * most containers (SECURITY.md, "Root").
 */
export function withDevicesClosed(files: Files, spawn: () => number): number {
  if (process.geteuid?.() !== 0) return spawn()
  const { libc } = files
  const places = ['/proc/self/ns/mnt', '/', '.'].map((path) => files.open(path))
  const [own = -1, root = -1, folder = -1] = places
  try {
    if (places.some((fd) => fd < 0) || !canComeBack(files, own)) return spawn()
    if (libc.call('unshare', CLONE_NEWNS) < 0) return spawn()
    if (detach(files)) for (const device of DEVICES) close(files, device)
    try {
      return spawn()
    } finally {
      goBack(files, { own, root, folder })
    }
  } finally {
    for (const fd of places) if (fd >= 0) libc.call('close', fd)
  }
}

/** A namespace of mounts leads to its root, and no longer to the root and the folder of the process (setns(2)). */
function goBack(
  { libc }: Files,
  { own, root, folder }: { readonly own: number; readonly root: number; readonly folder: number },
): void {
  const dot = cString('.')
  const answers = [
    libc.call('setns', own, CLONE_NEWNS),
    libc.call('fchdir', root),
    libc.call('chroot', ptr(dot)),
    libc.call('fchdir', folder),
  ]
  if (answers.some((answer) => answer < 0))
    throw new Error('jail is not in its own namespace of mounts any more')
}

/**
 * Whether there is a way back to a namespace of mounts: it belongs to the user namespace of this process, and this process may
 * change its root (setns(2)). That is tried with the root that it has.
 */
function canComeBack(files: Files, mounts: number): boolean {
  const { libc } = files
  const root = cString('/')
  const users = libc.call('ioctl', mounts, NS_GET_USERNS)
  if (users < 0) return false
  const isOwn = files.readLink(`/proc/self/fd/${users}`) === files.readLink('/proc/self/ns/user')
  libc.call('close', users)
  return isOwn && libc.call('chroot', ptr(root)) === 0
}

/** Nothing that is mounted from now on shows outside. False in a root that is no mount (chroot(2)). */
function detach({ libc }: Files): boolean {
  const [none, root] = [cString('none'), cString('/')]
  return libc.call('mount', ptr(none), ptr(root), NOTHING, MS_REC | MS_SLAVE) === 0
}

/** A device that is not there is bwrap's to tell. */
function close({ libc }: Files, device: string): void {
  const path = cString(device)
  if (libc.call('mount', ptr(path), ptr(path), NOTHING, MS_BIND) === 0)
    libc.call('mount', NOTHING, ptr(path), NOTHING, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)
}
