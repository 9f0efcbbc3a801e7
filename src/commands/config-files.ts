import { JailError } from '../errors.ts'
import { readSource } from '../host/gather/sources.ts'
import {
  ADMINISTRATOR_CONFIG,
  type FileKind,
  PROJECT_CONFIG,
  personConfig,
  profileFolder,
  shownPath,
} from '../policy/sources.ts'
import { ERRNO } from '../sys/files.ts'
import { typedPath } from '../ui/escape.ts'
import { judgeOf, misnamed } from './config-judge.ts'
import type { Reader } from './voices.ts'

/** A file that is to be checked, and as what. */
export type Named = { readonly path: string; readonly kind: FileKind; readonly isGuess?: boolean }
export type Verdict = 'ok' | 'none' | JailError
export type Checked = Named & { readonly shown: string; readonly verdict: Verdict }

/** All files that a run here would read, in the order in which they speak, each judged. */
export async function checkInUse(reader: Reader): Promise<Checked[]> {
  return checkAll(inUse(reader), reader)
}

/** Judges files; an error of the file is its verdict. */
export async function checkAll(named: readonly (Named | Checked)[], reader: Reader): Promise<Checked[]> {
  const judge = await judgeOf(reader)
  return named.map((one) => ('verdict' in one ? one : check(one, reader, judge)))
}

/** Whether a file could not be read, so that nothing is known of it. */
export function isUnknown(verdict: Verdict): boolean {
  return verdict instanceof JailError && verdict.id === 'policy.unreadable'
}

/** The files that a run here would read, in the order in which they speak. */
function inUse(reader: Reader): readonly (Named | Checked)[] {
  const { places } = reader
  return [
    { path: ADMINISTRATOR_CONFIG, kind: 'administrator' },
    { path: personConfig(places), kind: 'config' },
    ...profilesOf(reader),
    { path: `${places.project}/${PROJECT_CONFIG}`, kind: 'project' },
  ]
}

/** The person's own profiles; those that no run would read are judged already. */
function profilesOf({ caller, places, files }: Reader): readonly (Named | Checked)[] {
  const folder = profileFolder(places)
  const shown = shownPath(folder, caller.home)
  const kind = 'profile'
  const names = files.names(folder)
  if (names === undefined) {
    if (files.stat(folder) === -ERRNO.ENOENT) return []
    const fix = `To see what it is: ls -ld ${typedPath(shown)}`
    const verdict = new JailError('policy.unreadable', `${shown} cannot be listed.`, { fix })
    return [{ path: folder, kind, shown, verdict }]
  }
  return names.toSorted().flatMap((name): (Named | Checked)[] => {
    const path = `${folder}/${name}`
    const verdict = misnamed(name, shown)
    if (verdict) return [{ path, kind, shown: `${shown}/${name}`, verdict }]
    return name.endsWith('.yaml') ? [{ path, kind }] : []
  })
}

type Judge = Awaited<ReturnType<typeof judgeOf>>

function check(named: Named, { caller, files }: Reader, judge: Judge): Checked {
  const shown = shownPath(named.path, caller.home)
  try {
    const source = readSource(named.kind, named.path, caller, files)
    if (source) judge(source)
    return { ...named, shown, verdict: source ? 'ok' : 'none' }
  } catch (error) {
    if (error instanceof JailError) return { ...named, shown, verdict: error }
    throw error
  }
}
