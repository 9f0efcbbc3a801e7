import { WEAKENINGS } from '../policy/weakenings.ts'
import type { Options } from './op.ts'
import type { Weakening } from './plan.ts'

/** The first version of Landlock with scopes (landlock(7), Linux 6.12). */
const SCOPES_SINCE = 6

/** linux/errno.h: the kernel has Landlock, and it is switched off at boot (landlock_create_ruleset(2)). */
const SWITCHED_OFF = -95

/** Why there are no scopes, and what to do. */
type Lack = { readonly because: string; readonly fix: string }

/**
 * Why the box cannot be put into a Landlock domain with scopes on this machine; undefined when it can. A setuid bwrap
 * cannot be started in one, since that takes no_new_privs (landlock_restrict_self(2)).
 */
export function whyUnscoped(abi: number, options: Pick<Options, 'setuid'>): string | undefined {
  return lackOf(abi, options)?.because
}

function lackOf(abi: number, { setuid }: Pick<Options, 'setuid'>): Lack | undefined {
  const fix = 'Use Linux 6.12 or newer.'
  if (abi === SWITCHED_OFF)
    return {
      because: 'Landlock is switched off on this kernel',
      fix: 'Start the kernel with landlock in front of the names in its parameter lsm= (cat /sys/kernel/security/lsm shows them).',
    }
  if (abi < 0)
    return {
      because: `Landlock is refused here (errno ${-abi})`,
      fix: 'Let the container or sandbox around jail allow landlock_create_ruleset.',
    }
  if (abi === 0) return { because: 'this kernel has no Landlock', fix }
  if (abi < SCOPES_SINCE)
    return {
      because: `Landlock has scopes since version ${SCOPES_SINCE} (Linux 6.12), and here it is ${abi}`,
      fix,
    }
  if (setuid)
    return {
      because: 'a setuid bwrap cannot be started with them',
      fix: 'Remove the setuid bit of bwrap.',
    }
  return undefined
}

/** The weakening of a box without scopes, whatever the network: signals leave it in any case. */
export function scopeWeakenings(abi: number, options: Pick<Options, 'setuid'>): Weakening[] {
  const lack = lackOf(abi, options)
  return lack ? [{ id: 'landlock-scopes', what: WEAKENINGS['landlock-scopes'], ...lack }] : []
}
