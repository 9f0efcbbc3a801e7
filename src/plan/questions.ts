import type { Questions } from '../host/facts.ts'
import { isPattern, parentOf } from '../policy/paths.ts'
import { refusePattern } from '../policy/patterns.ts'
import type { Policy } from '../policy/policy.ts'
import { FIXED_PATHS, RESOLV_CONF } from './fixed.ts'
import { cachePlace } from './needs.ts'
import { PROC_PATHS } from './proc.ts'

/** What a start asks for besides its policy: the command, the folder of its caches, and whose home it is. */
export type Asked = { readonly command: string; readonly cache: string; readonly home: string }

/**
 * What must be known of this machine before a plan can be made from a policy. Throws `policy.pattern` for a pattern
 * that cannot be looked for.
 */
export function questionsOf(policy: Policy, { command, cache, home }: Asked): Questions {
  const caches = cachePlace(policy)
  const paths: string[] = [...FIXED_PATHS, ...PROC_PATHS, RESOLV_CONF, cache]
  if (caches !== undefined) paths.push(caches)
  paths.push(...policy.writes.filter((path) => !isPattern(path)))
  const patterns: string[] = []
  for (const rule of [...policy.rules, ...policy.takenBack]) {
    if (!isPattern(rule.path)) {
      paths.push(rule.path)
      const isMadeLater = rule.word === 'keep'
      if (isMadeLater || (rule.create !== undefined && rule.create !== 'folder'))
        paths.push(parentOf(rule.path))
      continue
    }
    refusePattern(rule, home)
    patterns.push(rule.path)
  }
  return { paths, patterns, command, cgroups: policy.memoryBytes > 0 || policy.processes > 0 }
}
