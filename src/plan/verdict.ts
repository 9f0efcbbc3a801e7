import { isBelow, isWithin } from '../policy/paths.ts'
import { oneLine, quoted } from '../ui/escape.ts'
import type { Box, Place } from './explanation.ts'
import { BIN } from './fixed.ts'
import type { Followed } from './follow.ts'
import type { Reason } from './op.ts'

/** What a place does with a path in it. */
export type Verdict = {
  readonly visible: boolean
  readonly writable?: boolean
  readonly kept?: boolean
  /** The sentence without its subject and its full stop. */
  readonly says: string
  readonly fix?: string
}

const show = (path: string): string =>
  `To show it: --read ${quoted(path)} (--write ${quoted(path)} lets it be changed, too), or a line below read: of your config.yaml.`
const open = (path: string): string =>
  `To let it be written: --write ${quoted(path)}, or a line below write: of your config.yaml.`
const close = (path: string): string =>
  `To make it read-only: --read ${quoted(path)}; to hide it: --hide ${quoted(path)}.`

/** The verdict of the place that decides, whatever else the policy says. */
export function judge(box: Box, end: Followed): Verdict {
  const { place, sight } = end
  switch (place.access) {
    case 'read':
      return shown(end, place.isCopied ? 'read-only, as a copy from the start' : 'read-only', open(end.path))
    case 'protected':
      return shown(end, 'read-only, and cannot be moved aside', open(end.path))
    case 'write':
      return place.word === 'cache' ? cache(end) : written(box, end)
    case 'copy':
      return {
        visible: true,
        writable: true,
        says: `is visible as a copy: it can be written, and the changes are thrown away ${by(place)}`,
        fix: `To keep the changes: --keep ${quoted(end.path)}, or --write ${quoted(end.path)} at once.`,
      }
    case 'keep':
      return kept(end)
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
  const fix = path === place.path ? undefined : close(path)
  const verdict = { writable: true, kept: true, ...(fix ? { fix } : {}) }
  return sight === 'absent'
    ? { ...verdict, visible: false, says: `is not there yet; it can be made, and stays${rest}` }
    : { ...verdict, visible: true, says: `is visible and writable, and changes stay${rest}` }
}

function kept({ path, place, sight }: Followed): Verdict {
  const later = `is written back to this machine at the end ${by(place)}`
  const fix = `To throw the changes away: --copy ${quoted(path)}.`
  return sight === 'absent'
    ? {
        visible: false,
        writable: true,
        kept: true,
        says: `is not there yet; what is made there ${later}`,
        fix,
      }
    : {
        visible: true,
        writable: true,
        kept: true,
        says: `is visible as a copy: it can be written, and ${later}`,
        fix,
      }
}

function cache({ path, place, sight }: Followed): Verdict {
  const where = `${lies(path, place)}. The one of the host is not visible`
  return {
    visible: sight !== 'absent',
    writable: true,
    kept: true,
    says: `is a place of this project only: it can be written, and changes stay${where}`,
    fix: `To use the one of the host: --write ${quoted(path)}.`,
  }
}

function hidden({ path, place }: Followed): Verdict {
  const what = path === place.path ? 'is hidden, and something empty stands there' : `is hidden`
  const typed = place.why.startsWith('--') ? `To show it: leave out ${oneLine(place.why)}.` : show(path)
  return { visible: false, says: `${what}${lies(path, place)}`, fix: typed }
}

/** Made inside, in space that is thrown away. */
function made({ path, place }: Followed): Verdict {
  return {
    visible: true,
    writable: true,
    says: `was made inside; it is thrown away at the end${lies(path, place)}`,
    fix: show(path),
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
          fix: show(path),
        }
      : { visible: false, says: 'is not visible: nothing of the policy shows it', fix: show(path) }
  const what = isThere ? 'is there, with nothing in it but what is granted' : 'is an empty place of the box'
  const may = isScratch ? 'what is written there is thrown away' : 'nothing can be made there'
  return { visible: true, writable: isScratch, says: `${what}; ${may}${lies(path, place)}`, fix: show(path) }
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

function lies(path: string, place: Place): string {
  return path === place.path ? ` ${by(place)}` : `: it lies in ${place.path} ${by(place)}`
}

/** Why, and who says so. */
export function by({ why, from, at }: Reason): string {
  return `(${why}) [${at ?? (from === 'fixed' ? 'jail itself' : from)}]`
}
