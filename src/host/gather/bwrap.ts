import { foldersBetween, normalise } from '../../policy/paths.ts'
import { clearAmbientCapabilities } from '../../sys/capabilities.ts'
import type { Files, Stat } from '../../sys/files.ts'
import { limitReached } from '../../sys/limits.ts'
import type { Bwrap, Caller, Fact, Facts } from '../facts.ts'
import type { Distrust } from '../machine.ts'
import { readText } from './accounts.ts'

/** Where bwrap is looked for. Never on PATH: a folder of PATH may be one that a jail could write. */
const SYSTEM_PLACES = [
  '/usr/bin/bwrap',
  '/bin/bwrap',
  '/usr/local/bin/bwrap',
  '/run/current-system/sw/bin/bwrap',
  '/run/current-system/profile/bin/bwrap',
]

/** What the kernel shows for every user that a user namespace does not map (user_namespaces(7)). */
const OVERFLOW_UID = 65_534
const UNKNOWN_OWNER = 'belongs to nobody who is known here'

/** bwrap refuses before it looks at its options (bubblewrap.c, main): 0.12 and later when setuid, all with capabilities. */
const REFUSES_SETUID = 'is setuid root, and refuses to start so'
const REFUSES_CAPABILITIES = 'has capabilities of its own, and refuses to start so'

/** Longest wait for `bwrap --help`, which takes 5 ms on a quiet machine. */
const HELP_LIMIT_MS = 5000

/**
 * bwrap, its options and whether it is setuid. The options come from `--help` and are kept in `cacheFile` by the
 * binary's device, inode, size and times, so that only the first start pays for asking. Nothing is written here.
 */
export function gatherBwrap(caller: Caller, cacheFile: string, files: Files): Asked {
  const found = findBwrap(caller, files)
  return 'why' in found ? unusable(found.why) : ask(found.path, found.stat, { file: cacheFile, files })
}

/** The bwrap that is to be used, not started yet, or why there is none: `absent`, or what is wrong with it. */
export function findBwrap(
  { env, uid }: Pick<Caller, 'env' | 'uid'>,
  files: Files,
): { readonly path: string; readonly stat: Stat } | { readonly why: string } {
  const named = env['JAIL_BWRAP']
  const places = named === undefined ? SYSTEM_PLACES : [named]
  for (const path of places) {
    const stat = files.stat(path, true)
    if (typeof stat === 'number' || stat.kind !== 'file') continue
    const why = whyNotTrusted(path, stat, uid, files)
    return why === undefined ? { path, stat } : { why }
  }
  return { why: named === undefined ? 'absent' : `JAIL_BWRAP names ${named}, which is not a file` }
}

/** Which kind of bwrap it is that cannot be used, for the advice about it. */
export function distrustOf(env: Caller['env'], why: string): Distrust {
  if (why.endsWith(REFUSES_SETUID)) return 'setuid'
  if (why.endsWith(REFUSES_CAPABILITIES)) return 'capabilities'
  if (env['JAIL_BWRAP']) return 'named'
  if (env['JAIL']) return 'inside'
  return why.includes(UNKNOWN_OWNER) ? 'outer' : 'system'
}

/** `fresh` is set when bwrap had to be asked: what the next start would read instead, once somebody writes it. */
export type Asked = { readonly bwrap: Fact<Bwrap>; readonly fresh?: Facts['bwrapAnswer'] }

function unusable(why: string): Asked {
  return { bwrap: { known: false, why } }
}

/**
 * Whoever can replace bwrap owns the jail, so the file and every folder on its way, as named and without links, must
 * belong to root or the caller and be writable by no one else. A sticky folder keeps others from replacing it.
 */
export function whyNotTrusted(path: string, stat: Stat, uid: number, files: Files): string | undefined {
  if (!path.startsWith('/')) return `JAIL_BWRAP names ${path}, which is not an absolute path`
  if ((stat.mode & 0o111) === 0) return `${path} is not executable`
  const real = files.realPath(path)
  if (typeof real === 'number') return `${path} cannot be opened`
  for (const here of new Set([real, ...foldersAbove(real), ...foldersAbove(normalise(path))])) {
    const found = files.stat(here, true)
    if (typeof found === 'number') return `${here} cannot be looked at`
    const { uid: owner, mode, kind } = found
    if (owner === OVERFLOW_UID)
      return `${here} ${UNKNOWN_OWNER}, as in another sandbox, so jail cannot tell whether to trust it`
    if (owner !== 0 && owner !== uid) return `${here} belongs to user ${owner}, not to root or you`
    const isSticky = kind === 'folder' && (mode & 0o1000) !== 0
    if ((mode & 0o022) !== 0 && !isSticky)
      return `${here} can be written by others (mode ${mode.toString(8)})`
  }
  return undefined
}

function foldersAbove(path: string): string[] {
  return [...foldersBetween('/', path), '/']
}

type Cache = { readonly file: string; readonly files: Files }

function ask(path: string, stat: Stat, cache: Cache): Asked {
  const key = `${path} ${cache.files.fingerprint(path, true)}`
  const setuid = (stat.mode & 0o4000) !== 0
  const cached = readCache(cache, key)
  if (cached) return { bwrap: { known: true, value: { path, setuid, ...cached } } }
  cache.files.askedElsewhere()
  clearAmbientCapabilities(cache.files.libc)
  const answer = askHelp(path)
  if ('why' in answer) return unusable(answer.why)
  return {
    bwrap: { known: true, value: { path, setuid, ...answer } },
    fresh: { path: cache.file, text: JSON.stringify({ key, ...answer }) },
  }
}

export type Answer = { readonly version: string; readonly options: readonly string[] }

function askHelp(path: string): Answer | { readonly why: string } {
  const help = output(path, '--help')
  return answerIn(path, help, () => output(path, '--version'))
}

/** What bwrap answered, from its own texts; undefined stands for a program that cannot be started. */
export function answerIn(
  path: string,
  help: string | undefined,
  version: () => string | undefined,
): Answer | { readonly why: string } {
  if (help === undefined) return { why: `${path} cannot be started` }
  const options = optionsIn(help)
  if (!options.includes('--ro-bind')) return { why: `${path} ${refusalIn(help)}` }
  return { version: /(\d+\.\d+\.\d+)/.exec(version() ?? '')?.[1] ?? 'unknown', options }
}

function refusalIn(help: string): string {
  if (help.includes('setuid use of bubblewrap is not supported')) return REFUSES_SETUID
  if (help.includes('Unexpected capabilities')) return REFUSES_CAPABILITIES
  return '--help does not list the options of bubblewrap'
}

function output(path: string, flag: string): string | undefined {
  try {
    const done = Bun.spawnSync([path, flag], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {},
      timeout: HELP_LIMIT_MS,
    })
    return done.stdout.toString() + done.stderr.toString()
  } catch (error) {
    const limit = limitReached(error)
    if (limit) throw limit
    // Not a program for this machine (execve(2) ENOEXEC).
    return undefined
  }
}

/** The long options that a help text lists, sorted. */
export function optionsIn(help: string): string[] {
  const found = new Set<string>()
  for (const line of help.split('\n')) {
    const option = /^\s+(--[a-z0-9-]+)/.exec(line)?.[1]
    if (option) found.add(option)
  }
  return [...found].sort()
}

function readCache({ file, files }: Cache, key: string): Answer | undefined {
  try {
    const kept: unknown = JSON.parse(readText(file, files))
    if (typeof kept !== 'object' || kept === null || !('key' in kept) || kept.key !== key) return undefined
    if (!('version' in kept) || typeof kept.version !== 'string') return undefined
    if (!('options' in kept) || !Array.isArray(kept.options)) return undefined
    const options = kept.options.filter((option) => typeof option === 'string')
    return options.includes('--ro-bind') ? { version: kept.version, options } : undefined
  } catch {
    // No cache, or one that is not ours: ask again.
    return undefined
  }
}
