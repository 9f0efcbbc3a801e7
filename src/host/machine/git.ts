import { refusalOfOutside } from '../../plan/git-rules.ts'
import { BUILTIN_PROFILES } from '../../policy/builtin.ts'
import { profileLayers, resolvePolicy } from '../../policy/resolve.ts'
import type { GitFacts, Project } from '../facts.ts'
import { gatherProject } from '../gather/project.ts'
import { gatherGit } from '../git/gather.ts'
import type { Gatherer } from './gatherer.ts'
import { placesOf } from './ground.ts'

/** What a run with the base profile would say about git in this project. git itself is never started. */
export const git: Gatherer<'git'> = {
  facet: 'git',
  limitMs: 3000,
  async gather({ caller: callerOf, walker: walkerOf, files }) {
    const caller = callerOf()
    const walker = await walkerOf()
    const project = gatherProject(caller, undefined, walker, files)
    const places = { ...placesOf(caller), project: project.path }
    const { rules } = resolvePolicy('base', profileLayers('base', BUILTIN_PROFILES), places)
    const configHome = places.xdg.XDG_CONFIG_HOME
    const found = gatherGit({ caller, project, configHome, rules, walker, files })
    return { notices: noticesOf(found, project) }
  },
}

/** What could not be read, what git needs and would not get, and what was too much to look at. */
export function noticesOf(git: GitFacts, project: Project): string[] {
  const { outside, incomplete, notices } = git
  const refusal = refusalOfOutside(git, project)
  return [
    ...(outside && refusal
      ? [
          `${outside.pointer} leads to ${outside.commonDir}, which is not given: ${refusal.why}. What to do: ${refusal.fix}`,
        ]
      : []),
    ...notices,
    ...(incomplete === undefined ? [] : [`not every repository below the project was found: ${incomplete}`]),
  ]
}
