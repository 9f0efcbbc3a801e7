import type { Facts } from '../host/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { Collector } from './collector.ts'
import { TMPFS_PATHS } from './fixed.ts'
import { addCache, addResolver } from './needs.ts'
import type { Nodes } from './node.ts'

export type { Node, Nodes } from './node.ts'

/** The places of the box on this machine: every rule and every need at its real path, the winner at each. */
export function collectNodes(policy: Policy, facts: Facts, cache: string): Nodes {
  const found = new Collector(facts, policy)
  for (const path of TMPFS_PATHS) found.addTmpfs(path, 'scratch space')
  found.addTmpfs(facts.caller.home, 'the home folder is hidden')
  for (const rule of policy.rules) found.addRule(rule)
  found.settleRules()
  for (const { entry, roots } of facts.toolchains) {
    // The folder of PATH may itself be reached through a link, such as ~/.nvm/current or fnm's in /run.
    if (roots.length > 0) found.addLinks(entry, 'a folder of your PATH')
    for (const root of roots) found.addTool(root.path, root.why)
  }
  if (facts.command.state === 'found')
    for (const root of facts.command.roots) found.addTool(root.path, root.why, true)
  addResolver(found, facts)
  found.addLinks(facts.project.named, 'the project as you named it')
  found.addLinks(facts.caller.cwd.logical, 'the current folder')
  found.addLinks(facts.caller.home, 'the home folder')
  if (facts.stateWritable) addCache(found, facts, { policy, cache })
  found.settleAll()
  return found
}
