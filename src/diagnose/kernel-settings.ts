import type { Blockers, NAMESPACES } from '../host/blockers.ts'
import { type Cause, causeForRoot } from './cause.ts'

/** Where a setting of the kernel is kept over the next boot (sysctl.d(5)). */
const KEPT_IN = '/etc/sysctl.d/60-jail.conf'
const USER_NAMESPACES = 'https://man7.org/linux/man-pages/man7/user_namespaces.7.html'
const NAMESPACE_LIMITS = 'https://man7.org/linux/man-pages/man7/namespaces.7.html'

/** Debian's own switch: 0 keeps all but root from making user namespaces. */
export function clonesSwitchedOff({ usernsClone }: Pick<Blockers, 'usernsClone'>): Cause | undefined {
  if (usernsClone !== false) return undefined
  const name = 'kernel.unprivileged_userns_clone'
  return switchedOn('clone-sysctl', [{ name, value: '1' }], USER_NAMESPACES)
}

/** A limit of 0 for a kind of namespace that every box needs. `jail run` names the first, `doctor` mends all. */
export function noNamespaces({ noNamespaces }: Pick<Blockers, 'noNamespaces'>): Cause | undefined {
  if (noNamespaces.length === 0) return undefined
  return switchedOn('max-namespaces', noNamespaces.map(limitOf), NAMESPACE_LIMITS)
}

/** A kernel that executes nothing that lies in memory only (Linux 6.3). */
export function memfd({ memfdNoexec }: Pick<Blockers, 'memfdNoexec'>): Cause | undefined {
  if (memfdNoexec !== 2) return undefined
  return causeForRoot({
    id: 'memfd-noexec',
    cause: 'programs in memory cannot be executed here (vm.memfd_noexec is 2)',
    text: 'Let programs in memory be executed when they ask for it.',
    commands: ['sysctl -w vm.memfd_noexec=1'],
    url: 'https://docs.kernel.org/userspace-api/mfd_noexec.html',
  })
}

type Setting = { readonly name: string; readonly value: string }

function limitOf(kind: (typeof NAMESPACES)[number]): Setting {
  return { name: `user.max_${kind}_namespaces`, value: '15000' }
}

function switchedOn(id: string, settings: readonly Setting[], url: string): Cause {
  const [first = { name: '', value: '' }] = settings
  const { name, value } = first
  return {
    id,
    cause: `new namespaces are switched off here (${name} is 0)`,
    fix: `Type: sudo sysctl -w ${name}=${value}; to keep it: echo '${name} = ${value}' | sudo tee ${KEPT_IN}`,
    mend: {
      text: `Allow new namespaces, now and after the next boot (${KEPT_IN}).`,
      commands: settings.flatMap((setting) => [
        `sysctl -w ${setting.name}=${setting.value}`,
        `sh -c "echo '${setting.name} = ${setting.value}' >> ${KEPT_IN}"`,
      ]),
      root: true,
      url,
    },
  }
}
