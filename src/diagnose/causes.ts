import type { Blockers } from '../host/blockers.ts'
import { type Cause, causeForRoot, causeInWords } from './cause.ts'
import type { Failure } from './classify.ts'
import { clonesSwitchedOff, memfd, noNamespaces } from './kernel-settings.ts'
import {
  chroot,
  depth,
  filter,
  landlock,
  nested,
  noUserNamespaces,
  processes,
  setfcap,
} from './outer-limits.ts'
import { fileCapabilities, noDevices, noOpenat2, setuid } from './program.ts'
import { apparmor, labelled, otherLsm, selinux } from './security-modules.ts'
import { surroundings } from './surroundings.ts'

const DOCKER_OPTIONS = 'https://docs.docker.com/reference/cli/docker/container/run/'

type Judge = (host: Blockers, words: string) => Cause

/** One cause for each class of failure. EPERM and ENOSPC have many causes, which the facts tell apart in this order. */
const JUDGES: Readonly<Record<Exclude<Failure, 'unknown'>, Judge>> = {
  'clone-denied': (host) =>
    clonesSwitchedOff(host) ??
    noNamespaces(host) ??
    apparmor(host) ??
    surroundingsThatRefuse(host) ??
    nested(host) ??
    filter(host) ??
    chroot(),
  'clone-limit': (host) => nested(host) ?? noNamespaces(host) ?? depth(),
  'clone-access': (host) => selinux(host) ?? apparmor(host) ?? otherLsm(host),
  'clone-unsupported': (host) => surroundings(host) ?? noUserNamespaces(),
  'clone-processes': () => processes(),
  'uid-map-access': (host) => apparmor(host) ?? selinux(host) ?? otherLsm(host),
  'uid-map-denied': (host) => setfcap(host) ?? surroundings(host) ?? filter(host) ?? otherLsm(host),
  'uid-map-read-only': () => procReadOnly(),
  loopback: (host) => apparmor(host) ?? surroundings(host) ?? otherLsm(host),
  'mounts-denied': (host) =>
    selinux(host) ?? labelled(host) ?? surroundings(host) ?? filter(host) ?? landlock(),
  'tmpfs-denied': (host) => selinux(host) ?? labelled(host) ?? otherLsm(host),
  'tmp-missing': () => noTmp(),
  'proc-mount': (host) => maskedProc(host),
  'proc-missing': () => noProc(),
  'proc-foreign': () => foreignProc(),
  'userns-limit': (host) => (host.bwrapSetuid ? setuid(host) : limitReadOnly()),
  capabilities: (host) => fileCapabilities(host),
  setuid: (host) => setuid(host),
  device: (host) => noDevices(host),
  descriptors: () =>
    causeInWords(
      { id: 'descriptors', cause: 'too few files may be open', fix: 'Type: ulimit -n 1024' },
      'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
    ),
  'source-denied': (_, words) =>
    causeInWords(
      {
        id: 'source-denied',
        cause: `${sourceIn(words)} lies in a folder that you may not search`,
        fix: 'Leave it out, or run jail as the user whom it belongs to (a FUSE or NFS home is closed to root).',
      },
      'https://man7.org/linux/man-pages/man7/path_resolution.7.html',
    ),
  'source-gone': (_, words) => ({
    id: 'source-gone',
    cause: `${sourceIn(words)} went away while the jail was made`,
    fix: 'Start it again.',
  }),
  'start-file': (host) => memfd(host) ?? refusedFile(),
  openat2: (host) => noOpenat2(host),
  'setup-filtered': (host) => filter(host) ?? otherLsm(host),
  space: () => ({
    id: 'space',
    cause: 'no memory or space is left',
    fix: 'Free some memory, then try again.',
  }),
  'read-only-place': () => bug('a place to mount on could not be made'),
}

/** Engines refuse by a filter: a container that was started without one is not what refuses. */
function surroundingsThatRefuse(host: Blockers): Cause | undefined {
  const { surroundings: where, filtered } = host
  const isEngine = where === 'docker' || where === 'podman' || where === 'kubernetes'
  return isEngine && !filtered ? undefined : surroundings(host)
}

/** The cause of a failure on this machine. */
export function causeOf(failure: Failure, words: string, host: Blockers): Cause {
  return failure === 'unknown'
    ? bug('bwrap gave a reason that jail does not know')
    : JUDGES[failure](host, words)
}

function procReadOnly(): Cause {
  return causeInWords(
    {
      id: 'proc-read-only',
      cause: '/proc is mounted read-only here, as in another sandbox or a hardened container',
      fix: 'Start jail outside of it. Docker: add --security-opt systempaths=unconfined',
    },
    DOCKER_OPTIONS,
  )
}

/** bwrap puts its new root together on a tmpfs over /tmp. */
export function noTmp(): Cause {
  return causeForRoot({
    id: 'no-tmp',
    cause: 'there is no /tmp',
    text: 'Make it.',
    commands: ['mkdir -m 1777 /tmp'],
    url: 'https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html',
  })
}

/** No /proc at all: bwrap reads the ids in it. */
export function noProc(): Cause {
  return causeForRoot({
    id: 'no-proc',
    cause: '/proc is not mounted',
    text: 'Mount it.',
    commands: ['mount -t proc proc /proc'],
    url: 'https://man7.org/linux/man-pages/man5/proc.5.html',
  })
}

/** bwrap looks its own child up in /proc, by a number that is another one there (pid_namespaces(7)). */
export function foreignProc(): Cause {
  return causeForRoot({
    id: 'foreign-proc',
    cause: '/proc shows the processes of another pid namespace than that of jail',
    text: 'Mount the /proc of this pid namespace, or enter it by: unshare --fork --pid --mount-proc.',
    commands: ['mount -t proc proc /proc'],
    url: 'https://man7.org/linux/man-pages/man7/pid_namespaces.7.html',
  })
}

/** Parts of /proc that are covered keep a new one from being mounted (mount_too_revealing, fs/namespace.c). */
export function maskedProc({
  procMounts,
  surroundings: where,
}: Pick<Blockers, 'procMounts' | 'surroundings'>): Cause {
  const [first] = procMounts
  const cause = {
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
  return causeInWords(cause, DOCKER_OPTIONS)
}

function limitReadOnly(): Cause {
  return causeInWords(
    {
      id: 'proc-sys',
      cause: 'the number of user namespaces cannot be limited, since /proc/sys is read-only or covered here',
      fix: 'Start jail outside of this container, or start that with: docker run --security-opt systempaths=unconfined …',
    },
    DOCKER_OPTIONS,
  )
}

function refusedFile(): Cause {
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
