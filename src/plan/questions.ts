import { JailError } from '../errors.ts'
import type { Questions } from '../host/facts.ts'
import { isPattern, nameOf, parentOf } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { FIXED_PATHS, RESOLV_CONF } from './fixed.ts'
import { cachePlace } from './needs.ts'

/** What must be known of this machine before a plan can be made from a policy. */
export function questionsOf(policy: Policy, command: string, cache: string): Questions {
  const caches = cachePlace(policy)
  const paths: string[] = [...FIXED_PATHS, RESOLV_CONF, cache, ...(caches === undefined ? [] : [caches])]
  const patterns: string[] = []
  for (const rule of policy.rules) {
    if (!isPattern(rule.path)) {
      paths.push(rule.path)
      if (rule.create === 'subfolder') paths.push(parentOf(rule.path))
      continue
    }
    const name = nameOf(rule.path)
    if (isPattern(rule.path.slice(0, -name.length)) || name.includes('**')) {
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
