import type { NodeInstall } from '../../host/places.ts'
import { shownPath } from '../../policy/sources.ts'
import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'
import { counted, someOf } from '../phrases.ts'

const NODE = 'https://nodejs.org/en/download'
const NOT_NODE = ['bun', 'deno']

export const check = defineCheck({
  id: 'tools.node',
  title: 'Which Node.js do agents get?',
  needs: ['nodes', 'person'],
  judge({ nodes, person }) {
    const show = (node: NodeInstall): string => described(node, shownPath(node.path, person.home))
    const real = nodes.filter(({ by }) => !NOT_NODE.includes(by))
    const first = real.find((node) => node.first)
    if (!first) {
      if (real.length > 0) {
        return warn(
          `there is ${someOf(real.map(show))}, and none on PATH`,
          'agents that are started by node do not start, inside as outside',
          { text: 'Put its folder on PATH, as its manager says.', url: NODE },
        )
      }
      const other = nodes.map(({ by }) => by)
      return info(
        other.length > 0 ? `no Node.js, but ${other.join(' and ')}` : 'no Node.js',
        'agents that are one program start without it; those of npm do not',
        NODE,
      )
    }
    if (first.by === 'snap') {
      return warn(`the first on PATH is ${show(first)}`, 'snap cannot start inside a user namespace', {
        text: 'Install Node.js another way, and put it in front on PATH.',
        url: NODE,
      })
    }
    if (!first.visible) {
      return warn(`the first on PATH is ${show(first)}`, 'the jail does not show it', {
        text: `Install it by a manager that jail knows (docs/toolchains.md), or show it by --read.`,
        url: NODE,
      })
    }
    const more = nodes.length - 1
    return ok(`${show(first)}${more > 0 ? `, and ${counted(more, 'other')}` : ''}`)
  },
})

/** Their shims choose a version at each start, by the folder. */
const CHOOSERS = ['volta', 'asdf', 'mise', 'nodenv']

function described({ version, by }: NodeInstall, path: string): string {
  if (version !== null) return `${version}, from ${by} (${path})`
  return CHOOSERS.includes(by)
    ? `a shim of ${by}, which chooses the version (${path})`
    : `of a version that its folder does not tell, from ${by} (${path})`
}
