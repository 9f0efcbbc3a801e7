import { join } from 'node:path'
import type { Field } from './probe.ts'

/**
 * The path that a probe's text stands for: `~/…` lies in the field's home, `./…` in its project, and others are absolute.
 * A `..` goes up by name, so `~/../outside` is the field's folder beside the home.
 */
export function placeIn(text: string, { home, project }: Pick<Field, 'home' | 'project'>): string {
  if (text === '~' || text.startsWith('~/')) return join(home, text.slice(1))
  if (text === '.' || text.startsWith('./')) return join(project, text.slice(1))
  return text
}
