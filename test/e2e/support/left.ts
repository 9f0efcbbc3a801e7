/** What runs can leave on the host. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Box } from './box.ts'

/** What jail keeps on purpose: the options of bwrap, caches and state of projects, and what it decided for a start. */
export const KEPT =
  /^\.local(\/state(\/jail(\/bwrap\.json|\/review(\/project-[0-9a-f]{24}\.(json|lock))?|\/starts(\/[0-9a-f]{64})?|\/cache(\/project-[0-9a-f]{24})?)?)?)?$/

/** What jail calls the groups that it makes (src/launch/limits.ts). */
const GROUP = /^jail-\d+-\d+-/

type State = Readonly<Record<string, readonly string[]>>

/** What is there now that was not, and `gone: …` for what is there no more; an empty list where a run left all as it was. */
export function changes(box: Box, before: State): string[] {
  const after = hostState(box)
  return Object.keys(after).flatMap((what) => {
    const [old = [], now = []] = [before[what], after[what]]
    // Memory that others of the same user share is theirs to take away.
    const lost = what.startsWith('s') ? [] : old.filter((item) => !now.includes(item))
    return [
      ...now.filter((item) => !old.includes(item)).map((item) => `${what}: ${item}`),
      ...lost.map((item) => `gone: ${what}: ${item}`),
    ]
  })
}

/** All that a run must leave as it was. */
export function hostState(box: Box): State {
  const below = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return {
    'home and project': below(box.home).filter((path) => !KEPT.test(path)),
    'temporary files': below(join(box.top, 'tmp')),
    'shared memory': readdirSync('/dev/shm').filter((name) => isShared(name)),
    'shared memory of System V': ['shm', 'sem', 'msg'].flatMap(systemV),
    mounts: mounts.filter((line) => line.includes(box.top) || /\/(newroot|oldroot|bindfile)/.test(line)),
    'control groups': ownGroups().flatMap((path) =>
      readdirSync(path).filter((name) => GROUP.test(name) && isOurs(join(path, name))),
    ),
  }
}

/** The review's record of the box's project, as an object; undefined when there is none. Throws for half of one. */
export function reviewRecord(box: Box): { readonly ended: boolean } | undefined {
  const folder = join(box.home, '.local/state/jail/review')
  if (!existsSync(folder)) return undefined
  const [name] = readdirSync(folder).filter((entry) => entry.endsWith('.json'))
  return name === undefined ? undefined : JSON.parse(readFileSync(join(folder, name), 'utf8'))
}

/** `jail verify` has its own tests for what it plants. */
function isShared(name: string): boolean {
  return !name.startsWith('jail-canary-') && isOurs(`/dev/shm/${name}`)
}

/** Others test at the same time; another one of this user may take away what is its own in between. */
function isOurs(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.()
}

/** The lines of one kind whose creator is this user, and that no process has at hand (sysvipc(7)). */
function systemV(kind: string): string[] {
  const path = `/proc/sysvipc/${kind}`
  if (!existsSync(path)) return []
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const names = head.trim().split(/\s+/)
  return lines.filter((line) => {
    const words = line.trim().split(/\s+/)
    const value = (name: string) => Number(words[names.indexOf(name)] ?? 0)
    return value('cuid') === process.getuid?.() && value('nattch') === 0
  })
}

/** The folders of this process's control groups (cgroups(7)). */
function ownGroups(): string[] {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')
  return lines
    .map((line) => line.split(':'))
    .map(([, controllers = '', path = '']) => join('/sys/fs/cgroup', controllers, path))
    .filter((path) => existsSync(path))
}
