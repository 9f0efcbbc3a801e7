import { isBelow, isPattern, isWithin, matchesPattern, nameOf, normalise, parentOf } from '../policy/paths.ts'
import { oneLine, quoted } from '../ui/escape.ts'
import type { Access, Box, Explanation, Place } from './explanation.ts'
import { BIN } from './fixed.ts'
import { type Followed, follow, type Look } from './follow.ts'
import type { Reason } from './op.ts'

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
    fix:
      isReserved(end.path) || end.path.includes('\n')
        ? undefined
        : verdict.fix?.replaceAll('PATH', () => quoted(end.path)),
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

type Verdict = {
  readonly visible: boolean
  readonly writable?: boolean
  readonly kept?: boolean
  /** The sentence without its subject and its full stop. */
  readonly says: string
  readonly fix?: string
}

const SHOW =
  'To show it: --read PATH (--write PATH lets it be changed, too), or a line below read: of your config.yaml.'
const OPEN = 'To let it be written: --write PATH, or a line below write: of your config.yaml.'
const CLOSE = 'To make it read-only: --read PATH; to hide it: --hide PATH.'

function judge(box: Box, end: Followed): Verdict {
  const { place, sight } = end
  switch (place.access) {
    case 'read':
      return shown(end, place.isCopied ? 'read-only, as a copy from the start' : 'read-only', OPEN)
    case 'protected':
      return shown(end, 'read-only, and cannot be moved aside', OPEN)
    case 'write':
      return place.word === 'cache' ? cache(end) : written(box, end)
    case 'copy':
      return {
        visible: true,
        writable: true,
        says: `is visible as a copy: it can be written, and the changes are thrown away ${by(place)}`,
        fix: 'To keep the changes: --write PATH.',
      }
    case 'hidden':
      return hidden(end)
    case 'scratch':
      return sight === 'there' && end.path !== place.path && !holdsMore(box, end.path)
        ? made(end)
        : emptied(box, end, true)
    case 'empty':
    case 'link':
      return emptied(box, end, false)
    case 'own':
      return {
        visible: true,
        writable: isWithin(end.path, '/run/jail') && place.path !== BIN,
        says: `is made by jail (${place.why})`,
      }
    default:
      return ofKernel(end)
  }
}

/** The host's own, read-only. */
function shown({ path, place, sight }: Followed, how: string, fix: string): Verdict {
  return sight === 'absent'
    ? { visible: false, says: `is not there; it would be visible and ${how}${lies(path, place)}`, fix }
    : { visible: true, says: `is visible and ${how}${lies(path, place)}`, fix }
}

function written(box: Box, { path, place, sight }: Followed): Verdict {
  const pin = box.places.find((other) => other.word === 'pin' && other.path === path)
  const pinned = pin ? `; it cannot be moved aside, since something protected lies in it` : ''
  const rest = `${lies(path, place)}${pinned}`
  const fix = path === place.path ? undefined : CLOSE
  const verdict = { writable: true, kept: true, ...(fix ? { fix } : {}) }
  return sight === 'absent'
    ? { ...verdict, visible: false, says: `is not there yet; it can be made, and stays${rest}` }
    : { ...verdict, visible: true, says: `is visible and writable, and changes stay${rest}` }
}

function cache({ path, place, sight }: Followed): Verdict {
  const where = `${lies(path, place)}. The one of the host is not visible`
  return {
    visible: sight !== 'absent',
    writable: true,
    kept: true,
    says: `is a place of this project only: it can be written, and changes stay${where}`,
    fix: 'To use the one of the host: --write PATH.',
  }
}

function hidden({ path, place }: Followed): Verdict {
  const what = path === place.path ? 'is hidden, and something empty stands there' : `is hidden`
  const typed = place.why.startsWith('--') ? `To show it: leave out ${place.why}.` : SHOW
  return { visible: false, says: `${what}${lies(path, place)}`, fix: typed }
}

/** Made inside, in space that is thrown away. */
function made({ path, place }: Followed): Verdict {
  return {
    visible: true,
    writable: true,
    says: `was made inside; it is thrown away at the end${lies(path, place)}`,
    fix: SHOW,
  }
}

/** A place that is empty but for what is granted in it. */
function emptied(box: Box, { path, place }: Followed, isScratch: boolean): Verdict {
  const isThere = holdsMore(box, path)
  if (!isThere && path !== place.path)
    return isScratch
      ? {
          visible: false,
          writable: true,
          says: `is not visible; it can be made inside, and is thrown away at the end${lies(path, place)}`,
          fix: SHOW,
        }
      : { visible: false, says: 'is not visible: nothing of the policy shows it', fix: SHOW }
  const what = isThere ? 'is there, with nothing in it but what is granted' : 'is an empty place of the box'
  const may = isScratch ? 'what is written there is thrown away' : 'nothing can be made there'
  return { visible: true, writable: isScratch, says: `${what}; ${may}${lies(path, place)}`, fix: SHOW }
}

function ofKernel({ path, place }: Followed): Verdict {
  if (place.access === 'processes')
    return { visible: true, says: `belongs to the box's own /proc (${place.why})` }
  const [device = ''] = path.slice('/dev/'.length).split('/')
  if (path === '/dev')
    return { visible: true, says: `is the box's own: it has ${place.why}, and takes no files` }
  return DEVICES.includes(device)
    ? { visible: true, writable: true, says: `is a device of the box's own /dev` }
    : { visible: false, says: `is not visible: the box's own /dev has only ${place.why}` }
}

/** What bwrap --dev makes (bubblewrap.c, SETUP_MOUNT_DEV). */
const DEVICES = [
  'null',
  'zero',
  'full',
  'random',
  'urandom',
  'tty',
  'pts',
  'ptmx',
  'shm',
  'fd',
  'stdin',
  'stdout',
  'stderr',
  'console',
]

function holdsMore({ places }: Box, path: string): boolean {
  return places.some((place) => isBelow(place.path, path))
}

/** What jail makes itself everywhere: no rule may name it. */
function isReserved(path: string): boolean {
  return path === '/' || path === '/run' || isWithin(path, '/proc') || isWithin(path, '/dev')
}

function lies(path: string, place: Place): string {
  return path === place.path ? ` ${by(place)}` : `: it lies in ${place.path} ${by(place)}`
}

/** Why, and who says so. */
function by({ why, from, at }: Reason): string {
  return `(${why}) [${at ?? (from === 'fixed' ? 'jail itself' : from)}]`
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
  const depth = rule.path.split('/').length
  const head = path.split('/').slice(0, depth).join('/')
  return parentOf(head) === parentOf(rule.path) && matchesPattern(nameOf(head), nameOf(rule.path))
}
