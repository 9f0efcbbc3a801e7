/** Flags of clone(2) and unshare(2), one for each kind of namespace (linux/sched.h). */
export const NEW_NAMESPACES = [
  ['mount', 0x00020000],
  ['cgroup', 0x02000000],
  ['uts', 0x04000000],
  ['ipc', 0x08000000],
  ['user', 0x10000000],
  ['pid', 0x20000000],
  ['net', 0x40000000],
] as const

/** Only unshare takes it: in clone its bit is part of the exit signal. */
export const NEW_TIME = ['time', 0x80] as const
