import { EXIT, type ExitCode } from '../errors.ts'
import type { NetworkMode } from '../policy/words.ts'
import { type Attempt, areaOf, type LimitName, type Probe } from './probe.ts'

/**
 * `blocked` and `works`: the claim holds. `escaped` and `broken`: it does not. `inconclusive`: nothing is proven.
 * `unclaimed`: the claim is not made with this network, and the reason is shown.
 */
export type Verdict = 'blocked' | 'works' | 'escaped' | 'broken' | 'inconclusive' | 'unclaimed'

export type Judged = {
  readonly probe: Probe
  readonly verdict: Verdict
  /** For people: the evidence of an escape, the reason of an inconclusive one. */
  readonly reason: string
}

/** The reason where the internet is needed and the control did not reach it either. */
export const OFFLINE = 'offline'

/** The reason where what was reached belongs to an image. */
const OWN_FILES = 'that sandbox has files of its own there, not those of the host'

/** What is known of one probe. `undefined`: no answer came. */
export type Tried = {
  readonly network: NetworkMode
  readonly control: Attempt | undefined
  readonly attack: Attempt | undefined
  /** Why no answer came. */
  readonly silence?: string | undefined
  /** What needs the internet was not tried. */
  readonly isOffline?: boolean
  /** False for another sandbox (`--with`). */
  readonly isJail?: boolean
  /** The files of the system in the box are not those of the host, but those of an image. */
  readonly hasOwnFiles?: boolean
  readonly caller: Caller
}

/** Why a limit of a policy cannot be held here; one that can is not in it. */
export type Unheld = Readonly<Partial<Record<LimitName, string>>>

/** Who tries, and on what. */
export type Caller = { readonly isRoot: boolean; readonly arch: string; readonly unheld: Unheld }

/** Why a probe is not claimed for this caller and network; undefined when it is. */
export function whyUnclaimed(probe: Probe, network: NetworkMode, caller: Caller): string | undefined {
  if (probe.networks && !probe.networks.includes(network)) return `not claimed with network ${network}`
  if (probe.root && !caller.isRoot) return 'only root could do it outside'
  const unheld = probe.limit && caller.unheld[probe.limit]
  if (unheld !== undefined) return `nothing holds a limit here: ${unheld}`
  if (probe.arch && probe.arch !== caller.arch) return `not written for ${caller.arch}`
  return undefined
}

/** Judges one probe. The control must have worked: an attack that fails everywhere proves nothing. */
export function judge(probe: Probe, tried: Tried): Judged {
  const of = (verdict: Verdict, reason: string): Judged => ({ probe, verdict, reason })
  const { network, control, attack } = tried
  const unclaimed = whyUnclaimed(probe, network, tried.caller)
  if (unclaimed !== undefined) return of('unclaimed', unclaimed)
  if (probe.jailOnly && tried.isJail === false) return of('unclaimed', 'only jail claims it')
  if (probe.internet && (tried.isOffline || (control && !control.worked))) return of('inconclusive', OFFLINE)
  if (!control) return of('inconclusive', `no answer from the control outside: ${tried.silence ?? 'unknown'}`)
  if (!control.worked && areaOf(probe) !== 'works' && control.evidence.endsWith('ENOSYS'))
    return of('unclaimed', 'this machine does not have it')
  if (!control.worked) return of('inconclusive', `the control outside did not work: ${control.evidence}`)
  if (!attack) return of('inconclusive', `no answer from inside: ${tried.silence ?? 'unknown'}`)
  if (areaOf(probe) === 'works')
    return attack.worked ? of('works', attack.evidence) : of('broken', attack.evidence)
  if (attack.isUntried) return of('inconclusive', `it could not be tried inside: ${attack.evidence}`)
  if (!attack.worked) return of('blocked', attack.evidence)
  const excuse = excuseOf(probe, tried)
  return excuse === undefined ? of('escaped', attack.evidence) : of('unclaimed', excuse)
}

/** Why an attack that worked says nothing against the box; undefined when it does. */
function excuseOf({ hostFiles, known }: Probe, { isJail, hasOwnFiles }: Tried): string | undefined {
  if (hostFiles && hasOwnFiles) return OWN_FILES
  return isJail === false ? undefined : known
}

/** 0 when every claim holds, 1 with an escape or something broken, 2 when something is inconclusive. */
export function exitOf(all: readonly Judged[], acceptsOffline: boolean): ExitCode {
  const isBad = ({ verdict }: Judged): boolean => verdict === 'escaped' || verdict === 'broken'
  if (all.some(isBad)) return EXIT.findings
  const isOpen = ({ verdict, reason }: Judged): boolean =>
    verdict === 'inconclusive' && !(acceptsOffline && reason === OFFLINE)
  return all.some(isOpen) ? EXIT.unknown : EXIT.ok
}
