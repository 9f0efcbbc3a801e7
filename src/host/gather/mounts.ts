import { isWithin } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import { readText } from './accounts.ts'

/** File systems whose server may not answer; every other one is local and answers at once. */
const REMOTE = [
  'autofs',
  'nfs',
  'cifs',
  'smb',
  '9p',
  'ceph',
  'afs',
  'lustre',
  'gpfs',
  'glusterfs',
  'beegfs',
  'davfs',
  'fuse',
]

/** Control file systems whose names begin like a remote one. */
const LOCAL = ['fusectl', 'nfsd']

/** One line of /proc/self/mountinfo: where it is mounted, what it is, and the flags that matter here (mount(8)). */
export type Mount = {
  readonly point: string
  readonly type: string
  readonly noexec: boolean
  readonly readOnly: boolean
}

/** All mounts in the text of /proc/self/mountinfo (proc_pid_mountinfo(5)), in its order. */
export function parseMounts(mountinfo: string): Mount[] {
  const found: Mount[] = []
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const fields = before.split(' ')
    const [type = '', , superblock = ''] = after.split(' ')
    const point = fields[4]
    if (point === undefined || type === '') continue
    const options = (fields[5] ?? '').split(',')
    // The file system itself may be read-only while the mount is not.
    const readOnly = options.includes('ro') || superblock.split(',').includes('ro')
    found.push({ point: unescapeOctal(point), type, noexec: options.includes('noexec'), readOnly })
  }
  return found
}

/** The mount that a path without links lies on: the deepest, and of two at one place the later, which covers the other. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let best: Mount | undefined
  for (const mount of mounts)
    if (isWithin(path, mount.point) && mount.point.length >= (best?.point.length ?? 0)) best = mount
  return best
}

/** True for a file system whose server, or whose daemon in user space, may not answer. */
export function isRemote(type: string): boolean {
  return REMOTE.some((start) => type.startsWith(start)) && !LOCAL.includes(type)
}

/** Mount points of remote file systems in the text of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export function remoteMounts(mountinfo: string): string[] {
  // Most machines have none: then no line is looked at.
  if (!REMOTE.some((type) => mountinfo.includes(` - ${type}`))) return []
  const found = new Set<string>()
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const type = after.split(' ', 1)[0] ?? ''
    const point = before.split(' ')[4]
    if (point !== undefined && isRemote(type)) found.add(unescapeOctal(point))
  }
  return [...found]
}

/** mountinfo writes space, tab, newline and backslash as octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

/**
 * The remote mounts that a start would touch and that do not answer within `limitMs`, each with the reason.
 * A dead NFS server or automounter would otherwise hold every start for minutes.
 */
export async function silentMounts(
  wanted: readonly string[],
  limitMs: number,
  ask: (point: string) => Promise<unknown>,
): Promise<Map<string, string>> {
  const silent = new Map<string, string>()
  const late = Symbol('late')
  await Promise.all(
    wanted.map(async (point) => {
      let timer: Timer | undefined
      const limit = new Promise((resolve) => {
        timer = setTimeout(() => resolve(late), limitMs)
      })
      // An error is an answer: the paths below will say themselves what is wrong with them.
      const answer = await Promise.race([ask(point).catch((error: unknown) => error), limit])
      clearTimeout(timer)
      if (answer === late) silent.set(point, `the mount ${point} did not answer within ${limitMs} ms`)
    }),
  )
  return silent
}

/** The remote mounts of this machine; empty where /proc is not mounted, since then nothing can tell them apart. */
export function readRemoteMounts(files: Files): string[] {
  // Other mounts come and go all day, so it is this answer that must be the same for a start to be recalled.
  return files.answer({ what: 'mounts', path: '' }, () =>
    remoteMounts(readText('/proc/self/mountinfo', files)),
  )
}
