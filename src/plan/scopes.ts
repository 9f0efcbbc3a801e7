import { WEAKENINGS } from '../policy/weakenings.ts'
import type { Options } from './op.ts'
import type { Weakening } from './plan.ts'

/** The first version of Landlock with scopes (landlock(7), Linux 6.12). */
const SCOPES_SINCE = 6

/**
 * Why the box cannot be put into a Landlock domain with scopes on this machine; undefined when it can. A setuid bwrap
 * cannot be started in one, since that takes no_new_privs (landlock_restrict_self(2)).
 */
export function whyUnscoped(abi: number, { setuid }: Pick<Options, 'setuid'>): string | undefined {
  if (abi < 0) return `Landlock is refused here (errno ${-abi})`
  if (abi === 0) return 'this kernel has no Landlock'
  if (abi < SCOPES_SINCE)
    return `Landlock has scopes since version ${SCOPES_SINCE} (Linux 6.12), and here it is ${abi}`
  return setuid ? 'a setuid bwrap cannot be started with them' : undefined
}

/** The weakening of a box without scopes, whatever the network: signals leave it in any case. */
export function scopeWeakenings(abi: number, options: Pick<Options, 'setuid'>): Weakening[] {
  const because = whyUnscoped(abi, options)
  if (because === undefined) return []
  const fix = options.setuid ? 'Remove the setuid bit of bwrap.' : 'Use Linux 6.12 or newer.'
  return [{ id: 'landlock-scopes', what: WEAKENINGS['landlock-scopes'], because, fix }]
}
