import { JailError } from '../errors.ts'
import type { Questions } from '../host/facts.ts'
import { hasMisplacedWildcard, isPattern, parentOf } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { FIXED_PATHS, RESOLV_CONF } from './fixed.ts'

/** What must be known of this machine before a plan can be made from a policy. */
export function questionsOf(policy: Policy, command: string, cache: string): Questions {
  const paths: string[] = [...FIXED_PATHS, RESOLV_CONF, cache]
  const patterns: string[] = []
  for (const rule of policy.rules) {
    if (!isPattern(rule.path)) {
      paths.push(rule.path)
      if (rule.create !== undefined && rule.create !== 'folder') paths.push(parentOf(rule.path))
      continue
    }
    if (hasMisplacedWildcard(rule.path)) {
      throw new JailError(
        'policy.pattern',
        `The pattern ${JSON.stringify(rule.path)} (${rule.from}) has a wildcard outside its last component.`,
        {
          fix: 'Use * and ? in the last component only, for example ./config/*.pem.',
        },
      )
    }
    patterns.push(rule.path)
  }
  return { paths, patterns, command }
}
