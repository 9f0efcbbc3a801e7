import { whyNotTrusted } from '../gather/bwrap.ts'
import { type Facets, HELPERS, type Helper } from '../machine.ts'
import type { Gatherer, Ground } from './gatherer.ts'
import { outputOf } from './program.ts'

/** Folders of the system alone: one of PATH may be a folder that a jail could write. */
export const SYSTEM_FOLDERS = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  // Where NixOS keeps its setuid programs, sudo among them.
  '/run/wrappers/bin',
  '/run/current-system/sw/bin',
  '/run/current-system/profile/bin',
]

/** Longest wait for one `--version`, which takes 5 ms; tmux and slirp4netns have theirs too. */
const VERSION_LIMIT_MS = 800
const VERSION_FLAG: Readonly<Partial<Record<Helper, string>>> = { tmux: '-V' }

/** The programs beside bwrap that jail or its tests may use: where they are, and their version. */
export const helpers: Gatherer<'helpers'> = {
  facet: 'helpers',
  limitMs: 1000,
  async gather(ground) {
    const found = await Promise.all(HELPERS.map(async (name) => [name, await helper(name, ground)] as const))
    return Object.fromEntries(found) as Facets['helpers']
  },
}

async function helper(name: Helper, ground: Ground): Promise<Facets['helpers'][Helper]> {
  const path = systemProgram(name, ground)
  if (path === undefined) {
    const other = SYSTEM_FOLDERS.map((folder) => `${folder}/${name}`).find(
      (one) => typeof ground.files.stat(one, true) === 'object',
    )
    return other === undefined ? null : { path: other, version: '(not asked: it is not of root alone)' }
  }
  const answer = await outputOf([path, VERSION_FLAG[name] ?? '--version'], VERSION_LIMIT_MS)
  if (answer === 'silent') return { path, version: 'unknown (it does not answer)' }
  return { path, version: parseVersion(answer ?? '') }
}

/** The program of this name in a folder of the system that root alone may change; undefined when there is none. */
export function systemProgram(name: string, { files }: Pick<Ground, 'files'>): string | undefined {
  for (const folder of SYSTEM_FOLDERS) {
    const path = `${folder}/${name}`
    const stat = files.stat(path, true)
    if (typeof stat === 'number' || stat.kind !== 'file') continue
    if (whyNotTrusted(path, stat, 0, files) === undefined) return path
  }
  return undefined
}

/** The version in the first line that such programs print: `git version 2.39.5`, `pasta 0.0~git20230309.7c7625d-1`, `tmux 3.3a`. */
export function parseVersion(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  const word = line.split(' ').find((part) => /\d/.test(part))
  return word?.replace(/[^\w.~+:-]/g, '') ?? 'unknown'
}
