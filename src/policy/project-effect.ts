import type { Layer } from './layer.ts'
import type { Policy, Rule } from './policy.ts'

/** The layers as if the project's file said nothing, the others at their places; undefined when there is none. */
export function silenced(layers: readonly Layer[]): Layer[] | undefined {
  if (!layers.some(({ speaker }) => speaker === 'project')) return undefined
  return layers.map((layer) => (layer.speaker === 'project' ? { ...layer, file: {} } : layer))
}

/**
 * What the project's file says where a link leads away has no effect, so what the `others` say there is kept: with the
 * rule of that file at the same path, or apart where it takes theirs back.
 */
export function withInstead(
  rules: readonly Rule[],
  others: readonly Rule[],
): Pick<Policy, 'rules' | 'takenBack'> {
  const kept = new Set(rules.map(identity))
  const lost = others.filter((other) => !kept.has(identity(other)))
  if (lost.length === 0) return { rules, takenBack: [] }
  const given = rules.map((rule) => {
    if (rule.speaker !== 'project') return rule
    const instead = lost.filter((other) => other.path === rule.path)
    return instead.length > 0 ? { ...rule, instead } : rule
  })
  const replaced = new Set(rules.filter(({ speaker }) => speaker === 'project').map(({ path }) => path))
  return { rules: given, takenBack: lost.filter(({ path }) => !replaced.has(path)) }
}

/** What that file takes back, an earlier run may have written: links in it are not to be trusted. */
export function withLostWrites(
  all: readonly string[],
  others: readonly string[],
): Pick<Policy, 'writes' | 'writesOfProject'> {
  const ofProject = all.filter((path) => !others.includes(path))
  return { writes: [...others, ...ofProject], writesOfProject: ofProject }
}

function identity({ layer, word, path }: Rule): string {
  return `${layer} ${word} ${path}`
}
