import type { Facts } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { Collector } from './collector.ts'
import { TMPFS_PATHS } from './fixed.ts'
import { addCache, addResolver } from './needs.ts'
import type { Nodes } from './node.ts'
import { realOf } from './real.ts'
import { refuseOpened } from './strength.ts'
import { addTools } from './tools.ts'

/**
 * The places of the box on this machine: every rule and every need at its real path, the winner at each. Throws for a
 * rule that cannot be given, and for one that opens what is locked or what the project's file may not open.
 */
export function collectNodes(policy: Policy, facts: Facts, cache: string): Nodes {
  const found = new Collector(facts, policy)
  found.addLinks(facts.caller.home, 'the home folder')
  for (const path of TMPFS_PATHS) found.addTmpfs(path, 'scratch space')
  found.addTmpfs(facts.caller.home, 'the home folder is hidden')
  // What is made comes first: a folder that is made takes what is to be made in it.
  for (const rule of policy.rules) if (rule.create === 'folder') found.addRule(rule)
  for (const rule of policy.rules) if (rule.create !== 'folder') found.addRule(rule)
  for (const rule of policy.takenBack) found.addTakenBack(rule)
  found.settleRules()
  addTools(found, facts, policy.locked)
  addResolver(found, facts)
  found.addLinks(facts.project.named, 'the project as you named it')
  found.addLinks(facts.caller.cwd.logical, 'the current folder')
  if (facts.stateWritable) addCache(found, facts, { policy, cache })
  found.settle()
  if (policy.locked) refuseOpened(found.asked, policy.locked)
  for (const path of [...TMPFS_PATHS, facts.caller.home])
    found.closings.addEmpty(path, realOf(path, facts.paths.get(path)))
  found.closings.refuseOpened()
  return found
}
