import type { Facts } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import type { Op } from './op.ts'
import type { Skipped } from './plan.ts'

/** The version of the form of `WhyData`: another jail may be inside than the one that made it. */
export const WHY_VERSION = 1

/** What `jail why` answers from inside. It says nothing of the host that the box does not show. */
export type WhyData = {
  readonly version: typeof WHY_VERSION
  readonly profile: string
  readonly home: string
  readonly project: string
  readonly ops: readonly Op[]
  /** Those of jail itself, without their texts. */
  readonly own: readonly Op[]
  readonly skipped: readonly Skipped[]
}

/**
 * The text of `WhyData`. The values of the plan as they are, since each function of ours that runs in a start costs
 * more than JSON's own (native) one. Of the rules without effect, those that close something are left out where the box
 * shows nothing: they would tell what there is in places that are hidden, and how the person calls it.
 */
export function whyText(box: {
  readonly policy: Policy
  readonly facts: Facts
  readonly ops: readonly Op[]
  readonly own: readonly Op[]
  readonly skipped: readonly Skipped[]
  readonly isWritable: (path: string) => boolean
}): string {
  const data: WhyData = {
    version: WHY_VERSION,
    profile: box.policy.profile,
    home: box.facts.caller.home,
    project: box.facts.project.path,
    ops: box.ops,
    own: box.own.map(withoutText),
    skipped: box.skipped.filter(
      ({ word, path }) => word !== 'hide' && (word !== 'protect' || box.isWritable(path)),
    ),
  }
  return JSON.stringify(data)
}

function withoutText(op: Op): Op {
  return op.kind === 'data' ? { ...op, content: { kind: 'text', text: '' } } : op
}
