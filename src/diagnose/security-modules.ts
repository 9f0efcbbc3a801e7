import type { Blockers } from '../host/blockers.ts'
import { type Cause, causeForRoot, causeInWords } from './cause.ts'

const UBUNTU_PROFILE = '/usr/share/apparmor/extra-profiles/bwrap-userns-restrict'
const RESTRICTION = 'https://gitlab.com/apparmor/apparmor/-/wikis/unprivileged_userns_restriction'

/** Ubuntu 23.10 and later: only programs with a profile may use what a user namespace gives. */
export function apparmor({
  apparmorRestricts,
  apparmorProfile,
  bwrapPath,
}: Pick<Blockers, 'apparmorRestricts' | 'apparmorProfile' | 'bwrapPath'>): Cause | undefined {
  if (!apparmorRestricts || apparmorProfile !== undefined) return undefined
  const cause = `AppArmor restricts user namespaces here, and no profile in /etc/apparmor.d names ${bwrapPath}`
  if (bwrapPath !== '/usr/bin/bwrap')
    return causeInWords(
      {
        id: 'apparmor',
        cause,
        fix: "Use the distribution's /usr/bin/bwrap, or write a profile for this path.",
      },
      RESTRICTION,
    )
  return causeForRoot({
    id: 'apparmor',
    cause,
    text: 'Give bubblewrap the profile that Ubuntu has for it.',
    commands: [
      'apt-get install apparmor-profiles',
      `install -m 0644 ${UBUNTU_PROFILE} /etc/apparmor.d/`,
      'apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict',
    ],
    url: RESTRICTION,
  })
}

/** SELinux in force, which leaves its reasons in the audit log. */
export function selinux({
  selinuxEnforces,
  label,
}: Pick<Blockers, 'selinuxEnforces' | 'label'>): Cause | undefined {
  if (!selinuxEnforces) return undefined
  return causeInWords(
    {
      id: 'selinux',
      cause: `SELinux refuses it (jail runs as ${label ?? 'an unknown label'})`,
      fix: 'See what it refused: sudo ausearch -m avc -c bwrap. In a container: --security-opt label=disable',
    },
    'https://github.com/SELinuxProject/selinux-notebook',
  )
}

/** A profile of AppArmor that a container engine set. */
export function labelled({ label }: Pick<Blockers, 'label'>): Cause | undefined {
  if (label === undefined || label === 'unconfined' || !label.includes('(enforce)')) return undefined
  return causeInWords(
    {
      id: 'apparmor-container',
      cause: `AppArmor refuses it (jail runs under the profile ${label})`,
      fix: 'Docker: add --security-opt apparmor=unconfined. LXC: set security.nesting=true on the host.',
    },
    'https://docs.docker.com/engine/security/apparmor/',
  )
}

/** When nothing else is known to refuse it. */
export function otherLsm({ label }: Blockers): Cause {
  return {
    id: 'refused',
    cause: `the kernel refuses it${label && label !== 'unconfined' ? ` (jail runs as ${label})` : ''}`,
    fix: 'See why: sudo dmesg | tail. A plain try: bwrap --unshare-user --ro-bind / / true',
  }
}
