import { join } from 'node:path'
import type { Field } from './probe.ts'

/**
 * The path that a probe's text stands for: `~/…` lies in the field's home, `./…` in its project, `^/…` in its outside, and others are absolute.
 * A `..` goes up by name, so `~/../outside` is the field's folder beside the home.
 */
export function placeIn(
  text: string,
  { home, project, outside }: Pick<Field, 'home' | 'project' | 'outside'>,
): string {
  if (text === '~' || text.startsWith('~/')) return join(home, text.slice(1))
  if (text === '.' || text.startsWith('./')) return join(project, text.slice(1))
  if (text === '^' || text.startsWith('^/')) return join(outside, text.slice(1))
  return text
}
