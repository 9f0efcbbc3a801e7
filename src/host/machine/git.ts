import { isWithin, join } from '../../policy/paths.ts'
import { gatherProject } from '../gather/project.ts'
import type { Gatherer } from './gatherer.ts'

/**
 * What is to be known about the repository of the project before a run. Only the pointer of a linked worktree or a
 * submodule is looked at here; src/host/git is to answer in its place once it is there. git itself is never asked.
 */
export const git: Gatherer<'git'> = {
  facet: 'git',
  limitMs: 800,
  async gather({ caller, walker, files }) {
    const project = gatherProject(caller(), undefined, await walker(), files)
    const text = files.readText(`${project.path}/.git`)
    const to = typeof text === 'string' ? pointer(text) : undefined
    if (to === undefined) return { notices: [] }
    const target = join(project.path, to)
    if (isWithin(target, project.path)) return { notices: [] }
    return {
      notices: [
        `${project.path}/.git points to ${target}, which lies outside of the project and is not shown`,
      ],
    }
  },
}

/** The path in a `.git` file (gitrepository-layout(5)): `gitdir: <path>`. */
export function pointer(text: string): string | undefined {
  const start = 'gitdir: '
  return text.startsWith(start) ? text.slice(start.length).split('\n', 1)[0] : undefined
}
