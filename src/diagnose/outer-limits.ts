import type { Blockers } from '../host/blockers.ts'
import { type Cause, causeInWords } from './cause.ts'

/** What something around jail holds against it: another box, a filter, a chroot, a root without its rights. */

const CLONE = 'https://man7.org/linux/man-pages/man2/clone.2.html'

/** One user alone is mapped, as in the box of another sandbox. */
export function nested({ singleUser }: Pick<Blockers, 'singleUser'>): Cause | undefined {
  if (!singleUser) return undefined
  return causeInWords(
    {
      id: 'nested',
      cause: 'jail runs inside another sandbox, which allows no new namespaces',
      fix: 'Start jail outside of it.',
    },
    'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
  )
}

/** A filter of system calls that jail was started under. */
export function filter({ filtered }: Pick<Blockers, 'filtered'>): Cause | undefined {
  if (!filtered) return undefined
  return causeInWords(
    {
      id: 'seccomp',
      cause:
        'a seccomp filter is in force on this process and refuses it (a service with RestrictNamespaces=, or a sandbox)',
      fix: 'Start jail from a plain login, or lift the filter of the service: systemctl edit UNIT.',
    },
    'https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html',
  )
}

/** clone(2): "EPERM … CLONE_NEWUSER was specified … and the caller is in a chroot environment". */
export function chroot(): Cause {
  return causeInWords(
    {
      id: 'chroot',
      cause: 'the kernel refuses it though every setting allows it, as it does inside a chroot',
      fix: 'Enter the system by systemd-nspawn or bwrap instead of chroot.',
    },
    CLONE,
  )
}

/** Landlock refuses every change of mounts to a program that it confines. */
export function landlock(): Cause {
  return causeInWords(
    {
      id: 'landlock',
      cause: 'mounts are refused here, as they are for a program that another sandbox started (Landlock)',
      fix: 'Start jail outside of it.',
    },
    'https://docs.kernel.org/userspace-api/landlock.html',
  )
}

/** clone(2) ENOSPC without any limit of 0. */
export function depth(): Cause {
  return causeInWords(
    {
      id: 'depth',
      cause: 'namespaces are nested too deeply, or too many are in use',
      fix: 'Start jail further out.',
    },
    CLONE,
  )
}

/** RLIMIT_NPROC, or the limit of a control group (setrlimit(2)). */
export function processes(): Cause {
  return causeInWords(
    {
      id: 'processes',
      cause: 'the limit of processes is reached',
      fix: 'Type: ulimit -u; end some processes, or raise the limit in /etc/security/limits.conf.',
    },
    'https://man7.org/linux/man-pages/man2/setrlimit.2.html',
  )
}

/** clone(2) EINVAL. */
export function noUserNamespaces(): Cause {
  return causeInWords(
    {
      id: 'kernel',
      cause: 'this kernel has no user namespaces (CONFIG_USER_NS)',
      fix: "Use the distribution's own kernel.",
    },
    CLONE,
  )
}

/** Since Linux 5.12 root needs CAP_SETFCAP to map users (user_namespaces(7)). */
export function setfcap({ uid, maySetUidMap }: Pick<Blockers, 'uid' | 'maySetUidMap'>): Cause | undefined {
  if (uid !== 0 || maySetUidMap) return undefined
  return causeInWords(
    {
      id: 'setfcap',
      cause: 'root has no CAP_SETFCAP here, so it cannot map users',
      fix: 'Run jail as an ordinary user, or give the container --cap-add SETFCAP.',
    },
    'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
  )
}

const CAP_SETFCAP = 31n

/** Whether a set of capabilities, hexadecimal as in proc_pid_status(5), has CAP_SETFCAP. */
export function holdsSetfcap(set: string): boolean {
  return (BigInt(`0x${set}`) & (1n << CAP_SETFCAP)) !== 0n
}
