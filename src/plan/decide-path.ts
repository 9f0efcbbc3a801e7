import { foldersBetween, isPattern, isWithin, normalise } from '../policy/paths.ts'
import { matchesPath } from '../policy/patterns.ts'
import { oneLine } from '../ui/escape.ts'
import type { Access, Box, Explanation } from './explanation.ts'
import { type Followed, follow, type Look } from './follow.ts'
import type { Reason } from './op.ts'
import { by, judge } from './verdict.ts'

/** What the box does with one path. It speaks of the jail alone: a file's own mode and owner count as always. */
export type Decision = {
  /** As it was asked, and where that leads inside. */
  readonly path: string
  readonly real: string
  readonly access: Access
  /** Whether what the person has there, or what jail puts there, is seen inside. */
  readonly visible: boolean
  readonly writable: boolean
  /** Whether changes are there after the end. */
  readonly kept: boolean
  /** The rule that decided. */
  readonly rule: Reason & { readonly path: string }
  readonly sentence: string
  /** What to type to change it; undefined where nothing changes it. */
  readonly fix: string | undefined
}

/** The answer for an absolute path; undefined when links lead in a circle. Pure, but for what `look` answers. */
export function decidePath(box: Box, path: string, look?: Look): Decision | undefined {
  const end = follow(box, path, look)
  if (!end) return undefined
  const { place } = end
  const verdict = judge(box, end)
  const asked = normalise(path)
  const leads = end.path === asked ? '' : `${oneLine(asked)} leads to ${oneLine(end.path)}. `
  const without = withoutEffect(box, end, asked)
  return {
    path: asked,
    real: end.path,
    access: place.access,
    visible: verdict.visible,
    writable: verdict.writable ?? false,
    kept: verdict.kept ?? false,
    rule: { path: place.path, why: place.why, from: place.from, ...(place.at ? { at: place.at } : {}) },
    sentence: `${leads}${oneLine(`${end.path} ${verdict.says}`)}.${without}`,
    fix: isReserved(end.path) || end.path.includes('\n') ? undefined : verdict.fix,
  }
}

/**
 * The rule that keeps a path closed even in a wider grant, as a sentence. For the person outside only: it would tell
 * inside which places have secrets.
 */
export function closedSentence(
  { closed }: Pick<Explanation, 'closed'>,
  { path, real, visible, access }: Decision,
): string | undefined {
  if (visible || access === 'hidden') return undefined
  const rule = closed.findLast((one) => [path, real].some((asked) => coversPath(one, asked)))
  return rule && oneLine(`A wider grant would not show it, either: ${rule.path} is hidden ${by(rule)}.`)
}

/** What jail makes itself everywhere: no rule may name it. */
function isReserved(path: string): boolean {
  return path === '/' || path === '/run' || isWithin(path, '/proc') || isWithin(path, '/dev')
}

/**
 * The nearest rule for the path that has no effect today, as a sentence. Nothing is said of a `hide`, nor of a `protect`
 * where nothing of the host can be written: neither would change the answer.
 */
function withoutEffect(box: Box, { path, place }: Followed, asked: string): string {
  const found = box.skipped.filter(
    (rule) =>
      rule.word !== 'hide' &&
      (rule.word !== 'protect' || place.access === 'write') &&
      [asked, path].some((one) => coversPath(rule, one)),
  )
  const nearest = found.toSorted((a, b) => b.path.length - a.path.length)[0]
  if (!nearest) return ''
  const { word, path: named, because, from, at } = nearest
  return oneLine(` The rule ${word} ${named} (${at ?? from}) has no effect: ${because}.`)
}

function coversPath(rule: { readonly path: string }, path: string): boolean {
  if (!isPattern(rule.path)) return isWithin(path, rule.path)
  return [path, ...foldersBetween('/', path)].some((one) => matchesPath(one, rule.path))
}
