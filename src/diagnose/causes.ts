import type { Blockers } from '../host/blockers.ts'
import type { Cause } from './cause.ts'
import type { Failure } from './classify.ts'
import { apparmor, labelled, otherLsm, selinux } from './security-modules.ts'
import { surroundings } from './surroundings.ts'

type Judge = (host: Blockers, words: string) => Cause

/** One cause for each class of failure. EPERM and ENOSPC have many causes, which the facts tell apart in this order. */
const JUDGES: Readonly<Record<Exclude<Failure, 'unknown'>, Judge>> = {
  'clone-denied': (host) =>
    clonesSwitchedOff(host) ??
    noNamespaces(host) ??
    apparmor(host) ??
    surroundings(host) ??
    nested(host) ??
    filter(host) ??
    chroot(),
  'clone-limit': (host) => nested(host) ?? noNamespaces(host) ?? depth(),
  'clone-access': (host) => selinux(host) ?? apparmor(host) ?? otherLsm(host),
  'clone-unsupported': (host) => surroundings(host) ?? noUserNamespaces(),
  'clone-processes': () => ({
    id: 'processes',
    cause: 'the limit of processes is reached',
    fix: 'Type: ulimit -u; end some processes, or raise the limit in /etc/security/limits.conf.',
  }),
  'uid-map-access': (host) => apparmor(host) ?? selinux(host) ?? otherLsm(host),
  'uid-map-denied': (host) => setfcap(host) ?? surroundings(host) ?? filter(host) ?? otherLsm(host),
  'uid-map-read-only': () => ({
    id: 'proc-read-only',
    cause: '/proc is mounted read-only here, as in another sandbox or a hardened container',
    fix: 'Start jail outside of it. Docker: add --security-opt systempaths=unconfined',
  }),
  loopback: (host) => apparmor(host) ?? surroundings(host) ?? otherLsm(host),
  'mounts-denied': (host) =>
    selinux(host) ?? labelled(host) ?? surroundings(host) ?? filter(host) ?? landlock(),
  'tmpfs-denied': (host) => selinux(host) ?? labelled(host) ?? otherLsm(host),
  'tmp-missing': () => ({ id: 'no-tmp', cause: 'there is no /tmp', fix: 'Type: sudo mkdir -m 1777 /tmp' }),
  'proc-mount': (host) => maskedProc(host),
  'proc-missing': () => ({
    id: 'no-proc',
    cause: '/proc is not mounted',
    fix: 'Type: sudo mount -t proc proc /proc',
  }),
  'userns-limit': (host) => (host.bwrapSetuid ? setuid(host) : limitReadOnly()),
  capabilities: (host) => ({
    id: 'file-capabilities',
    cause: `${host.bwrapPath} has capabilities of its own, or this session gives it some that could not be cleared`,
    fix: `Type: sudo setcap -r ${host.bwrapPath}`,
  }),
  setuid: (host) => setuid(host),
  device: (host) => ({
    id: 'no-devices',
    cause: `/dev lacks ${host.missingDevices.map((name) => `/dev/${name}`).join(', ') || 'a device'}`,
    fix: 'Start the container with its usual /dev, or make the node: sudo mknod -m 666 /dev/full c 1 7',
  }),
  descriptors: () => ({ id: 'descriptors', cause: 'too few files may be open', fix: 'Type: ulimit -n 1024' }),
  'source-denied': (_, words) => ({
    id: 'source-denied',
    cause: `${sourceIn(words)} lies in a folder that you may not search`,
    fix: 'Leave it out, or run jail as the user whom it belongs to (a FUSE or NFS home is closed to root).',
  }),
  'source-gone': (_, words) => ({
    id: 'source-gone',
    cause: `${sourceIn(words)} went away while the jail was made`,
    fix: 'Start it again.',
  }),
  'start-file': (host) => memfd(host),
  openat2: (host) => ({
    id: 'openat2',
    cause: 'the kernel, or a filter around jail, has no openat2 call, which this bwrap needs',
    fix: host.filtered
      ? 'Update the container engine (libseccomp 2.5.0 or later).'
      : 'Use Linux 5.6 or later.',
  }),
  'setup-filtered': (host) => filter(host) ?? otherLsm(host),
  space: () => ({
    id: 'space',
    cause: 'no memory or space is left',
    fix: 'Free some memory, then try again.',
  }),
  'read-only-place': () => bug('a place to mount on could not be made'),
}

/** The cause of a failure on this machine. */
export function causeOf(failure: Failure, words: string, host: Blockers): Cause {
  return failure === 'unknown'
    ? bug('bwrap gave a reason that jail does not know')
    : JUDGES[failure](host, words)
}

function clonesSwitchedOff({ usernsClone }: Blockers): Cause | undefined {
  if (usernsClone !== false) return undefined
  return sysctl('clone-sysctl', 'kernel.unprivileged_userns_clone', '1')
}

function noNamespaces({ noNamespaces }: Blockers): Cause | undefined {
  const [kind] = noNamespaces
  return kind === undefined ? undefined : sysctl('max-namespaces', `user.max_${kind}_namespaces`, '15000')
}

function sysctl(id: string, name: string, value: string): Cause {
  return {
    id,
    cause: `new namespaces are switched off here (${name} is 0)`,
    fix: `Type: sudo sysctl -w ${name}=${value}; to keep it: echo '${name} = ${value}' | sudo tee /etc/sysctl.d/60-jail.conf`,
  }
}

function nested({ singleUser }: Blockers): Cause | undefined {
  if (!singleUser) return undefined
  return {
    id: 'nested',
    cause: 'jail runs inside another sandbox, which allows no new namespaces',
    fix: 'Start jail outside of it.',
  }
}

function filter({ filtered }: Blockers): Cause | undefined {
  if (!filtered) return undefined
  return {
    id: 'seccomp',
    cause:
      'a seccomp filter is in force on this process and refuses it (a service with RestrictNamespaces=, or a sandbox)',
    fix: 'Start jail from a plain login, or lift the filter of the service: systemctl edit UNIT.',
  }
}

function chroot(): Cause {
  return {
    id: 'chroot',
    cause: 'the kernel refuses it though every setting allows it, as it does inside a chroot',
    fix: 'Enter the system by systemd-nspawn or bwrap instead of chroot.',
  }
}

function landlock(): Cause {
  return {
    id: 'landlock',
    cause: 'mounts are refused here, as they are for a program that another sandbox started (Landlock)',
    fix: 'Start jail outside of it.',
  }
}

function depth(): Cause {
  return {
    id: 'depth',
    cause: 'namespaces are nested too deeply, or too many are in use',
    fix: 'Start jail further out.',
  }
}

function noUserNamespaces(): Cause {
  return {
    id: 'kernel',
    cause: 'this kernel has no user namespaces (CONFIG_USER_NS)',
    fix: "Use the distribution's own kernel.",
  }
}

function setfcap({ uid, maySetUidMap }: Blockers): Cause | undefined {
  if (uid !== 0 || maySetUidMap) return undefined
  return {
    id: 'setfcap',
    cause: 'root has no CAP_SETFCAP here, so it cannot map users',
    fix: 'Run jail as an ordinary user, or give the container --cap-add SETFCAP.',
  }
}

function maskedProc({ procMounts, surroundings: where }: Blockers): Cause {
  const [first] = procMounts
  return {
    id: 'masked-proc',
    cause: first
      ? `the kernel allows no new /proc while parts of this one are covered (${first}${procMounts.length > 1 ? ` and ${procMounts.length - 1} more` : ''})`
      : 'the kernel allows no new /proc here',
    fix:
      where === 'podman'
        ? 'Start the container with: podman run --security-opt unmask=ALL …'
        : where === 'kubernetes'
          ? 'Set procMount: Unmasked in the securityContext and hostUsers: false in the spec.'
          : 'Docker: add --security-opt systempaths=unconfined. In another sandbox: start jail outside of it.',
  }
}

function limitReadOnly(): Cause {
  return {
    id: 'proc-sys',
    cause: 'the number of user namespaces cannot be limited, since /proc/sys is read-only or covered here',
    fix: 'Start jail outside of this container, or start that with: docker run --security-opt systempaths=unconfined …',
  }
}

function setuid({ bwrapPath }: Blockers): Cause {
  return {
    id: 'setuid',
    cause: `${bwrapPath} is setuid root, which it needs no more and which takes its best options away`,
    fix: `Type: sudo chmod u-s ${bwrapPath}`,
  }
}

function memfd({ memfdNoexec }: Blockers): Cause {
  if (memfdNoexec === 2)
    return {
      id: 'memfd-noexec',
      cause: 'programs in memory cannot be executed here (vm.memfd_noexec is 2)',
      fix: 'Type: sudo sysctl -w vm.memfd_noexec=1',
    }
  return {
    id: 'start-file',
    cause: 'a security module refused the program that starts the command',
    fix: 'See: sudo dmesg | tail',
  }
}

function bug(cause: string): Cause {
  return { id: 'unknown', cause, fix: 'Please report this line, with the output of: jail run --dry-run …' }
}

function sourceIn(words: string): string {
  return /source (?:path )?(.*): /.exec(words)?.[1]?.replace(/^\/oldroot/, '') ?? 'a path'
}
