import { holdsSetfcap } from '../../diagnose/outer-limits.ts'
import type { Files } from '../../sys/files.ts'
import { type Blockers, type Distribution, NAMESPACES, type Surroundings } from '../blockers.ts'
import type { Bwrap } from '../facts.ts'

/** What bwrap binds into the /dev of a box (bubblewrap.c, SETUP_MOUNT_DEV). */
export const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty']
const APPARMOR_PROFILES = '/etc/apparmor.d'

/** Reads all that may keep bwrap from working: a few dozen small files, no program. */
export function gatherBlockers(
  bwrap: Bwrap,
  caller: { readonly uid: number; readonly env: Readonly<Record<string, string>> },
  files: Files,
): Blockers {
  const text = (path: string): string | undefined => {
    const found = files.readText(path)
    return typeof found === 'string' ? found.trim() : undefined
  }
  const status = text('/proc/self/status') ?? ''
  const bounding = statusField(status, 'CapBnd')
  return {
    uid: caller.uid,
    bwrapPath: bwrap.path,
    bwrapVersion: bwrap.version,
    bwrapSetuid: bwrap.setuid,
    distribution: gatherDistribution(files),
    surroundings: surroundings(caller.env, files),
    apparmorRestricts: text('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1',
    apparmorProfile: apparmorProfile(bwrap.path, files),
    usernsClone: flag(text('/proc/sys/kernel/unprivileged_userns_clone')),
    noNamespaces: NAMESPACES.filter((kind) => text(`/proc/sys/user/max_${kind}_namespaces`) === '0'),
    selinuxEnforces: text('/sys/fs/selinux/enforce') === '1',
    label: text('/proc/self/attr/current')?.replace(/\0$/, '') || undefined,
    filtered: statusField(status, 'Seccomp') === '2',
    singleUser: isSingleUser(text('/proc/self/uid_map') ?? ''),
    maySetUidMap: bounding === undefined || holdsSetfcap(bounding),
    procMounts: mountsBelowProc(text('/proc/self/mountinfo') ?? ''),
    missingDevices: DEVICES.filter((name) => typeof files.stat(`/dev/${name}`) === 'number'),
    memfdNoexec: number(text('/proc/sys/vm/memfd_noexec')),
  }
}

/** The distribution by os-release(5); empty values where there is no such file. */
export function gatherDistribution(files: Files): Distribution {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = files.readText(path)
    if (typeof text === 'string')
      return parseOsRelease(text, typeof files.stat('/run/ostree-booted') !== 'number')
  }
  return { id: '', like: [], name: 'this system' }
}

/** The fields of os-release(5); `atomic` marks an image-based system, where the package manager is another one. */
export function parseOsRelease(text: string, atomic: boolean): Distribution {
  const field = (name: string): string =>
    new RegExp(`^${name}=(["']?)(.*)\\1$`, 'm').exec(text)?.[2]?.toLowerCase() ?? ''
  const id = field('ID')
  const like = field('ID_LIKE').split(' ').filter(Boolean)
  const name = /^PRETTY_NAME=(["']?)(.*)\1$/m.exec(text)?.[2] || id || 'this system'
  return { id: atomic ? 'ostree' : id, like, name }
}

/** Where this process runs, by the marks that each engine and package leaves; undefined without any. */
export function surroundings(env: Readonly<Record<string, string>>, files: Files): Surroundings | undefined {
  const exists = (path: string): boolean => typeof files.stat(path) !== 'number'
  const version = String(files.readText('/proc/version'))
  if (exists('/.flatpak-info')) return 'flatpak'
  if (env['SNAP'] !== undefined && String(files.readText('/proc/self/attr/current')).startsWith('snap.'))
    return 'snap'
  if (env['TERMUX_VERSION'] !== undefined) return 'termux'
  if (version.includes('Microsoft') && !version.includes('WSL2')) return 'wsl1'
  if (version.includes('gVisor')) return 'gvisor'
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined) return 'kubernetes'
  if (exists('/run/.containerenv')) return 'podman'
  if (exists('/.dockerenv')) return 'docker'
  return env['container'] === 'lxc' || exists('/dev/lxd') || exists('/dev/.lxc') ? 'lxc' : undefined
}

/** A file of /etc/apparmor.d that names the path of bwrap: AppArmor attaches by path. */
export function apparmorProfile(bwrapPath: string, files: Files): string | undefined {
  for (const name of files.names(APPARMOR_PROFILES) ?? []) {
    const text = files.readText(`${APPARMOR_PROFILES}/${name}`)
    if (typeof text === 'string' && text.includes(bwrapPath)) return `${APPARMOR_PROFILES}/${name}`
  }
  return undefined
}

/** A line of proc_pid_status(5). */
export function statusField(status: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1]
}

/** One line with a length of 1 (user_namespaces(7)): a box, since a whole system has more users. */
export function isSingleUser(map: string): boolean {
  const lines = map.split('\n').filter(Boolean)
  return lines.length === 1 && lines[0]?.trim().split(/\s+/)[2] === '1'
}

/** Mount points strictly below /proc; binfmt_misc is an automounter that every desktop has and hides nothing. */
export function mountsBelowProc(mountinfo: string): string[] {
  const points = mountinfo.split('\n').map((line) => line.split(' ')[4] ?? '')
  return points.filter((point) => point.startsWith('/proc/') && point !== '/proc/sys/fs/binfmt_misc')
}

function flag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text !== '0'
}

function number(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text)
}
