import type { Blockers } from '../host/blockers.ts'
import type { Cause } from './cause.ts'

const UBUNTU_PROFILE = '/usr/share/apparmor/extra-profiles/bwrap-userns-restrict'

/** Ubuntu 23.10 and later: only programs with a profile may use what a user namespace gives. */
export function apparmor({ apparmorRestricts, apparmorProfile, bwrapPath }: Blockers): Cause | undefined {
  if (!apparmorRestricts || apparmorProfile !== undefined) return undefined
  const cause = `AppArmor restricts user namespaces here, and no profile in /etc/apparmor.d names ${bwrapPath}`
  if (bwrapPath !== '/usr/bin/bwrap')
    return {
      id: 'apparmor',
      cause,
      fix: "Use the distribution's /usr/bin/bwrap, or write a profile for this path.",
    }
  return {
    id: 'apparmor',
    cause,
    fix: `Type: sudo apt-get install apparmor-profiles && sudo install -m 0644 ${UBUNTU_PROFILE} /etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict`,
  }
}

/** SELinux in force, which leaves its reasons in the audit log. */
export function selinux({ selinuxEnforces, label }: Blockers): Cause | undefined {
  if (!selinuxEnforces) return undefined
  return {
    id: 'selinux',
    cause: `SELinux refuses it (jail runs as ${label ?? 'an unknown label'})`,
    fix: 'See what it refused: sudo ausearch -m avc -c bwrap. In a container: --security-opt label=disable',
  }
}

/** A profile of AppArmor that a container engine set. */
export function labelled({ label }: Blockers): Cause | undefined {
  if (label === undefined || label === 'unconfined' || !label.includes('(enforce)')) return undefined
  return {
    id: 'apparmor-container',
    cause: `AppArmor refuses it (jail runs under the profile ${label})`,
    fix: 'Docker: add --security-opt apparmor=unconfined. LXC: set security.nesting=true on the host.',
  }
}

/** When nothing else is known to refuse it. */
export function otherLsm({ label }: Blockers): Cause {
  return {
    id: 'refused',
    cause: `the kernel refuses it${label && label !== 'unconfined' ? ` (jail runs as ${label})` : ''}`,
    fix: 'See why: sudo dmesg | tail. A plain try: bwrap --unshare-user --ro-bind / / true',
  }
}
