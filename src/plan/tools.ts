import type { Facts, PathFact, ToolRoot } from '../host/facts.ts'
import { isWithin } from '../policy/paths.ts'
import type { Locked } from '../policy/policy.ts'
import { type Collector, TOOL_LAYER } from './collector.ts'
import { opensNothing } from './linked.ts'
import { closes, nearest } from './node.ts'
import { placeOf } from './real.ts'
import { reserved } from './refuse-rule.ts'
import { isLocked } from './strength.ts'

const TOOLS = 'the tools on your PATH'

/** The folders of tools on PATH, and the command itself with what starts it. Comes after `settleRules`. */
export function addTools(found: Collector, facts: Facts, locked: Locked | undefined): void {
  const { toolchains } = facts
  // The folder of PATH may itself be reached through a link, such as ~/.nvm/current or fnm's in /run.
  const addLinks = (): void => {
    for (const { entry, roots } of toolchains)
      if (roots.length > 0 || isGranted(found, facts, entry)) found.addLinks(entry, 'a folder of your PATH')
  }
  addLinks()
  const tools = [...toolsOnPath(found, facts), ...toolsOfCommand(found, facts, locked)]
  for (const tool of tools) if (!tool.isPlanted) addTool(found, facts, tool)
  found.settle()
  for (const tool of tools) if (tool.isPlanted) addTool(found, facts, tool)
  found.settle()
  // A folder of tools may show what another one leads to.
  addLinks()
}

function toolsOnPath(found: Collector, { toolchains, paths }: Facts): Tool[] {
  const isLed = (path: string): boolean => isReplaceable(found, paths.get(path))
  return toolchains.flatMap(({ entry, roots }) =>
    roots.map((root) => ({
      ...root,
      staysHidden: () => true,
      isPlanted: isLed(entry) || isLed(root.path),
    })),
  )
}

function toolsOfCommand(found: Collector, { command, paths }: Facts, locked: Locked | undefined): Tool[] {
  if (command.state !== 'found') return []
  return command.roots.map((root) => ({
    ...root,
    staysHidden: (real) => isLockedAway(found, real, locked),
    isPlanted: isReplaceable(found, paths.get(root.path)),
  }))
}

function isReplaceable({ linked }: Collector, fact: PathFact | undefined): boolean {
  return fact?.state === 'present' && linked.isPlanted(fact.links)
}

type Tool = ToolRoot & {
  /** Whether it stays hidden where a rule hides what is around it. */
  readonly staysHidden: (real: string) => boolean
  /** Whether a link leads to it that the box could have made: then it must be seen without it. */
  readonly isPlanted: boolean
}

function addTool(
  found: Collector,
  { paths, caller, project }: Facts,
  { path, why, staysHidden, isPlanted }: Tool,
): void {
  const fact = paths.get(path)
  if (fact?.state !== 'present' || reserved({ word: 'read' }, fact.real) !== undefined) return
  const node = { ...placeOf(fact, caller), word: 'read', layer: TOOL_LAYER, why, from: TOOLS } as const
  if (closes(found.nodes, node) === 'hide' && staysHidden(fact.real)) {
    found.skipped.push({ path, word: 'read', because: 'a rule hides it', from: TOOLS, told: false })
    return
  }
  if (isPlanted && !opensNothing('read', fact.real, found.nodes)) {
    const because = `the link ${fact.links.at(0)?.at ?? path} leads to ${fact.real}, and the command can make such links`
    found.skipped.push({ path, word: 'read', because, from: TOOLS, told: false })
    return
  }
  const around = nearest(found.nodes, fact.real, () => true)
  // What is there with the project stays writable: an environment on PATH takes new packages.
  const isOfProject = around?.word === 'write' && isWithin(fact.real, project.path)
  if (isOfProject) found.addLinks(path, why, TOOLS)
  else found.addPlace(fact, node)
}

/** The person named the command, so it is shown even in a hidden folder; but not in one that the administrator locked. */
function isLockedAway({ asked }: Collector, real: string, locked: Locked | undefined): boolean {
  if (!locked || !isLocked('hide', locked)) return false
  return asked.some(
    ({ word, layer, path }) => word === 'hide' && layer <= locked.layer && isWithin(real, path),
  )
}

/** Whether a path goes through a link to what is shown. */
function isGranted({ nodes }: Collector, { paths }: Facts, path: string): boolean {
  const fact = paths.get(path)
  if (fact?.state !== 'present' || fact.links.length === 0) return false
  const word = nearest(nodes, fact.real, () => true)?.word
  return word === 'read' || word === 'write'
}
