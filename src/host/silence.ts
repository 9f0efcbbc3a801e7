import { JailError } from '../errors.ts'
import { isWithin } from '../policy/paths.ts'
import type { Files } from '../sys/files.ts'
import { readRemoteMounts, silentMounts } from './gather/mounts.ts'
import { isSystem } from './toolchains/limits.ts'
import { Walker } from './walk.ts'

/** Longest wait for a remote mount (NFS, autofs, FUSE). */
const MOUNT_LIMIT_MS = 1000

/** A walker for some places that never touches a remote mount on the way to them which does not answer. */
export async function walkerFor(places: readonly string[], files: Files): Promise<Walker> {
  const wanted = readRemoteMounts(files).filter(
    (point) => places.some((place) => isWithin(place, point)) || isSystem(point),
  )
  if (wanted.length === 0) return new Walker(files)
  files.askedElsewhere()
  // Loaded only here: it takes 3.5 ms, and a remote mount is rare.
  const { statfs } = await import('node:fs/promises')
  return new Walker(files, await silentMounts(wanted, MOUNT_LIMIT_MS, statfs))
}

/** Why the home folder or the current one does not answer, asked without waiting for it; undefined when both do. */
export async function whySilent(
  env: Readonly<Record<string, string>>,
  files: Files,
): Promise<string | undefined> {
  const places = [env['HOME'] ?? '', String(files.readLink('/proc/self/cwd'))]
  const walker = await walkerFor(
    places.filter((place) => place.startsWith('/')),
    files,
  )
  return places.map((place) => walker.silence(place)).find((why) => why !== undefined)
}

/** Who looks at a folder that does not answer waits for minutes: the caller is asked for after this. */
export function silentHome(why: string): JailError {
  return new JailError('home.silent', `Your home or the current folder is out of reach: ${why}.`, {
    fix: 'See that its server is there, or mount it again.',
  })
}
