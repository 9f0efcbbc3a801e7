import { mkdirSync, readFileSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { parentOf } from '../../policy/paths.ts'
import type { Bwrap, Caller, Fact } from '../facts.ts'

/** Where bwrap is looked for. Never on PATH: a folder of PATH may be one that a jail could write. */
const SYSTEM_PLACES = [
  '/usr/bin/bwrap',
  '/bin/bwrap',
  '/usr/local/bin/bwrap',
  '/run/current-system/sw/bin/bwrap',
  '/run/current-system/profile/bin/bwrap',
]

/** Longest wait for `bwrap --help`, which takes 5 ms on a quiet machine. */
const HELP_LIMIT_MS = 5000

/**
 * bwrap, its options and whether it is setuid. The options come from `--help` and are kept in `cacheFile` by the
 * binary's device, inode, size and times, so that only the first start pays for asking.
 */
export function gatherBwrap(caller: Caller, cacheFile: string): Fact<Bwrap> {
  const named = caller.env['JAIL_BWRAP']
  const places = named === undefined ? SYSTEM_PLACES : [named]
  for (const path of places) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) continue
    const distrust = whyNotTrusted(path, stat, caller.uid)
    return distrust === undefined ? ask(path, stat, cacheFile) : { known: false, why: distrust }
  }
  return {
    known: false,
    why: named === undefined ? 'absent' : `JAIL_BWRAP names ${named}, which is not a file`,
  }
}

/** Whoever can replace bwrap owns the jail, so it must belong to root or the caller and be writable by no one else. */
function whyNotTrusted(path: string, stat: Stats, uid: number): string | undefined {
  if (!path.startsWith('/')) return `JAIL_BWRAP names ${path}, which is not an absolute path`
  if ((stat.mode & 0o111) === 0) return `${path} is not executable`
  for (const [what, { uid: owner, mode }] of [
    [path, stat],
    [parentOf(path), statSync(parentOf(path))],
  ] as const) {
    if (owner !== 0 && owner !== uid) return `${what} belongs to user ${owner}, not to root or you`
    if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0)
      return `${what} can be written by others (mode ${(mode & 0o7777).toString(8)})`
  }
  return undefined
}

function ask(path: string, stat: Stats, cacheFile: string): Fact<Bwrap> {
  const key = [path, stat.dev, stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs].join(' ')
  const setuid = (stat.mode & 0o4000) !== 0
  const cached = readCache(cacheFile, key)
  if (cached) return { known: true, value: { path, setuid, ...cached } }
  const answer = askHelp(path)
  if ('why' in answer) return { known: false, why: answer.why }
  writeCache(cacheFile, { key, ...answer })
  return { known: true, value: { path, setuid, ...answer } }
}

type Answer = { readonly version: string; readonly options: readonly string[] }

function askHelp(path: string): Answer | { readonly why: string } {
  const run = (flag: string) =>
    Bun.spawnSync([path, flag], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {},
      timeout: HELP_LIMIT_MS,
    })
  const help = run('--help')
  const options = optionsIn(help.stdout.toString() + help.stderr.toString())
  if (!options.includes('--ro-bind')) return { why: `${path} --help does not list the options of bubblewrap` }
  const version = /(\d+\.\d+\.\d+)/.exec(run('--version').stdout.toString())?.[1]
  return { version: version ?? 'unknown', options }
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

function readCache(file: string, key: string): Answer | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
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

function writeCache(file: string, value: Answer & { key: string }): void {
  try {
    mkdirSync(parentOf(file), { recursive: true, mode: 0o700 })
    // By rename, so that two starts at once never leave half a file.
    const fresh = `${file}.${process.pid}`
    writeFileSync(fresh, JSON.stringify(value), { mode: 0o600 })
    renameSync(fresh, file)
  } catch {
    // A read-only or full home only costs the next start the same question again.
  }
}
