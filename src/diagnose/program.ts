import type { Blockers } from '../host/blockers.ts'
import type { Distrust } from '../host/machine.ts'
import { type Cause, causeForRoot, causeInWords } from './cause.ts'

/** What is wrong with bwrap's own file, or with what it is started from. */

/** A setuid bwrap: refused from 0.12 on, and before that without several options. */
export function setuid({ bwrapPath }: Pick<Blockers, 'bwrapPath'>): Cause {
  return causeForRoot({
    id: 'setuid',
    cause: `${bwrapPath} is setuid root, which it needs no more and which takes its best options away`,
    text: 'Take the setuid bit away.',
    commands: [`chmod u-s ${bwrapPath}`],
    url: 'https://github.com/containers/bubblewrap/releases',
  })
}

/** Capabilities that bwrap does not expect ("Unexpected capabilities but not setuid"). */
export function fileCapabilities({ bwrapPath }: Pick<Blockers, 'bwrapPath'>): Cause {
  return causeForRoot({
    id: 'file-capabilities',
    cause: `${bwrapPath} has capabilities of its own, or this session gives it some that could not be cleared`,
    text: "Take the file's capabilities away.",
    commands: [`setcap -r ${bwrapPath}`],
    url: 'https://man7.org/linux/man-pages/man8/setcap.8.html',
  })
}

/** A kernel or an outer filter without openat2(2), which builds of 0.12 and later may rely on. */
export function noOpenat2({ filtered }: Pick<Blockers, 'filtered'>): Cause {
  return causeInWords(
    {
      id: 'openat2',
      cause: 'the kernel, or a filter around jail, has no openat2 call, which this bwrap needs',
      fix: filtered ? 'Update the container engine (libseccomp 2.5.0 or later).' : 'Use Linux 5.6 or later.',
    },
    'https://man7.org/linux/man-pages/man2/openat2.2.html',
  )
}

/** Numbers of the devices that bwrap binds (null(4), full(4), random(4), tty(4)). */
const DEVICE_NUMBERS: Readonly<Record<string, string>> = {
  null: '1 3',
  zero: '1 5',
  full: '1 7',
  random: '1 8',
  urandom: '1 9',
  tty: '5 0',
}

/** Nodes that bwrap binds into the box's /dev and that are not there. */
export function noDevices({ missingDevices }: Pick<Blockers, 'missingDevices'>): Cause {
  return {
    id: 'no-devices',
    cause: `/dev lacks ${missingDevices.map((name) => `/dev/${name}`).join(', ') || 'a device'}`,
    fix: 'Start the container with its usual /dev, or make the node: sudo mknod -m 666 /dev/full c 1 7',
    mend: {
      text: 'Start the container with its usual /dev, or make what is missing.',
      commands: missingDevices.map((name) => `mknod -m 666 /dev/${name} c ${DEVICE_NUMBERS[name] ?? '1 3'}`),
      root: true,
      url: 'https://man7.org/linux/man-pages/man4/null.4.html',
    },
  }
}

/** What to do about a bwrap that cannot be used. `why` is its reason, which begins with its path. */
export function unusable(because: Distrust, why: string): Cause {
  const bwrapPath = /^(.*?) (?:is setuid root|has capabilities of its own), /.exec(why)?.[1] ?? 'bwrap'
  if (because === 'setuid') return setuid({ bwrapPath })
  if (because === 'capabilities') return fileCapabilities({ bwrapPath })
  return causeInWords({ id: because, cause: why, fix: UNUSABLE[because] }, TRUST)
}

const TRUST = 'https://github.com/containers/bubblewrap/blob/main/SECURITY.md'

const UNUSABLE: Readonly<Record<Exclude<Distrust, 'setuid' | 'capabilities'>, string>> = {
  named: 'Unset JAIL_BWRAP, or name a bwrap that belongs to root or to you and that nobody else can write.',
  inside: 'This is a jail already (JAIL is set): start jail outside of it.',
  outer: 'Start jail outside of that sandbox.',
  system: 'Install it again by the package manager, so that it belongs to root.',
  silent: 'Install it again by the package manager, so that it belongs to root.',
}
