/** What may keep bwrap from working here. Plain values, read only when a start has failed or for `doctor`. */

/** The kinds of namespaces that a sysctl can limit (namespaces(7)). */
export const NAMESPACES = ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'] as const

/** Where this process runs, as far as it shows. */
export type Surroundings =
  | 'docker'
  | 'podman'
  | 'kubernetes'
  | 'lxc'
  | 'flatpak'
  | 'snap'
  | 'termux'
  | 'wsl1'
  | 'gvisor'

/** Undefined stands for a file that is not there or cannot be read: it proves nothing either way. */
export type Blockers = {
  readonly uid: number
  readonly bwrapPath: string
  readonly bwrapVersion: string
  readonly bwrapSetuid: boolean
  readonly distribution: Distribution
  readonly surroundings: Surroundings | undefined
  /** kernel.apparmor_restrict_unprivileged_userns: Ubuntu from 23.10. */
  readonly apparmorRestricts: boolean
  /** A profile of AppArmor that names this very bwrap. */
  readonly apparmorProfile: string | undefined
  /** kernel.unprivileged_userns_clone: Debian's own; absent on other kernels. */
  readonly usernsClone: boolean | undefined
  /** Kinds of namespaces whose limit is 0. */
  readonly noNamespaces: readonly (typeof NAMESPACES)[number][]
  readonly selinuxEnforces: boolean
  /** /proc/self/attr/current: the label of SELinux or the profile of AppArmor. */
  readonly label: string | undefined
  /** A seccomp filter is in force on jail itself. */
  readonly filtered: boolean
  /** The user namespace maps a single user, as the box of another sandbox does. */
  readonly singleUser: boolean
  /** CAP_SETFCAP is in the bounding set: root needs it to write a uid map (user_namespaces(7), Linux 5.12). */
  readonly maySetUidMap: boolean
  /** Mount points below /proc: any one keeps a new proc from being mounted (mount_too_revealing, fs/namespace.c). */
  readonly procMounts: readonly string[]
  readonly missingDevices: readonly string[]
  /** vm.memfd_noexec. */
  readonly memfdNoexec: number | undefined
}

/** From os-release(5). */
export type Distribution = { readonly id: string; readonly like: readonly string[]; readonly name: string }
