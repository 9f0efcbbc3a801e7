import { isWithin, nameOf, parentOf } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import { type Place, toolGround } from '../observe.ts'
import type { NodeInstall } from '../places.ts'
import { findCommand, pathEntries } from '../toolchains/chain.ts'
import type { Ground as ToolGround } from '../toolchains/ground.ts'
import { boxOf, placeHere } from './box.ts'
import type { Gatherer } from './gatherer.ts'
import { existing } from './glob.ts'

/** Where managers keep each Node that they install, below each of their bases; bun and deno stand in for one. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  nvm: ['versions/node/*/bin/node'],
  fnm: ['node-versions/*/installation/bin/node'],
  volta: ['tools/image/node/*/bin/node'],
  asdf: ['installs/nodejs/*/bin/node'],
  mise: ['installs/node/*/bin/node'],
  nodenv: ['versions/*/bin/node'],
  pnpm: ['nodejs/*/bin/node'],
  Homebrew: ['bin/node', 'opt/node@*/bin/node'],
  bun: ['bin/bun'],
  deno: ['bin/deno'],
}

/** Places that no base of a layout leads to. */
const ELSEWHERE: readonly (readonly [pattern: string, by: string])[] = [
  ['/home/linuxbrew/.linuxbrew/bin/node', 'Homebrew'],
  ['/home/linuxbrew/.linuxbrew/opt/node@*/bin/node', 'Homebrew'],
  ['/usr/local/n/versions/node/*/bin/node', 'n'],
  ['/opt/node*/bin/node', 'a prefix'],
  ['/opt/nodejs/*/bin/node', 'a prefix'],
  ['/usr/local/bin/node', 'a prefix'],
  ['/snap/bin/node', 'snap'],
  ['/run/current-system/sw/bin/node', 'Nix'],
  ['/usr/bin/node', 'the system'],
  ['/usr/bin/nodejs', 'the system'],
]

/** Every Node of this machine, that of PATH first. None is started. */
export const nodes: Gatherer<'nodes'> = {
  facet: 'nodes',
  limitMs: 4000,
  gather: async (ground) => nodesAt(await placeHere(ground)),
}

/** The same for a place. */
export function nodesAt(place: Place): NodeInstall[] {
  const ground = toolGround(place.caller, place.walker)
  const box = boxOf('base', 'node', place)
  const command = findCommand('node', place, ground)
  const first = command.state === 'found' || command.state === 'refused' ? command.path : undefined
  const found = new Map<string, NodeInstall>()
  for (const [path, by] of candidates(first, place, ground)) {
    const fact = place.walker.resolve(path)
    if (fact.state !== 'present' || fact.kind !== 'file' || found.has(fact.real)) continue
    const { real } = fact
    // What starts every snap is one and the same program.
    const isSnap = nameOf(real) === 'snap'
    found.set(isSnap ? path : real, {
      path,
      real,
      by: isSnap ? 'snap' : (by ?? ownerOf(path, real, ground)),
      version: versionOf(real, place.files),
      first: path === first,
      visible: !isSnap && box.isVisible(real),
    })
  }
  return [...found.values()]
}

function candidates(
  first: string | undefined,
  { caller, walker, files }: Place,
  ground: ToolGround,
): (readonly [string, string | undefined])[] {
  const managed = ground
    .bases()
    .flatMap(({ path, name }) => (MANAGED[name] ?? []).map((below) => [`${path}/${below}`, name] as const))
  const prefix = caller.env['N_PREFIX']
  const ofN = prefix?.startsWith('/') ? [[`${prefix}/n/versions/node/*/bin/node`, 'n'] as const] : []
  const patterns = [
    ...managed,
    ...ofN,
    [`${caller.home}/.nix-profile/bin/node`, 'Nix'] as const,
    ...ELSEWHERE,
  ]
  const installed = patterns.flatMap(([pattern, by]) =>
    existing(pattern, walker, files).map((path) => [path, by] as const),
  )
  const onPath = pathEntries(caller).map((entry) => [`${entry}/node`, undefined] as const)
  return first === undefined ? [...onPath, ...installed] : [[first, undefined], ...onPath, ...installed]
}

/** Whose a Node on PATH is, by where it is named and where it really lies. */
function ownerOf(path: string, real: string, ground: ToolGround): string {
  for (const place of [real, path]) {
    const base = ground.bases().find((one) => MANAGED[one.name] && isWithin(place, one.path))
    if (base) return base.name
  }
  if (isWithin(real, '/home/linuxbrew/.linuxbrew')) return 'Homebrew'
  if (isWithin(real, '/nix/store') || isWithin(real, '/gnu/store')) return 'Nix'
  return isWithin(real, '/usr') && !isWithin(real, '/usr/local') ? 'the system' : 'a prefix'
}

const VERSION = /(?:^|[-@v])(\d+\.\d+\.\d+)(?:$|[-_])/

/** The version of the Node at a path without links: from the folders on its way, its own header, or dpkg's list. */
export function versionOf(real: string, files: Files): string | null {
  const inPath = real
    .split('/')
    .map((part) => VERSION.exec(part)?.[1])
    .findLast((version) => version !== undefined)
  if (inPath !== undefined) return inPath
  if (!nameOf(real).startsWith('node')) return null
  const prefix = parentOf(parentOf(real))
  const header = files.readText(`${prefix}/include/node/node_version.h`)
  if (typeof header === 'string') return versionInHeader(header)
  const packages = isWithin(real, '/usr/bin') ? files.readText('/var/lib/dpkg/status') : undefined
  return typeof packages === 'string' ? versionInPackages(packages) : null
}

/** What node_version.h, which comes with every Node that npm can build for, says. */
export function versionInHeader(text: string): string | null {
  const numbers = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`^#define NODE_${part}_VERSION (\\d+)`, 'm').exec(text)?.[1],
  )
  return numbers.every((number) => number !== undefined) ? numbers.join('.') : null
}

/** The version of the package nodejs in dpkg's list, without what Debian adds. */
export function versionInPackages(text: string): string | null {
  const at = text.startsWith('Package: nodejs\n') ? 0 : text.indexOf('\nPackage: nodejs\n')
  if (at < 0) return null
  const end = text.indexOf('\n\n', at)
  const entry = text.slice(at, end < 0 ? undefined : end)
  return /^Version: (?:\d+:)?(\d+\.\d+\.\d+)/m.exec(entry)?.[1] ?? null
}
