import type { TopFolder } from '../../host/places.ts'
import { defineCheck } from '../check.ts'
import { type Finding, fail, ok, warn } from '../finding.ts'

/** What programs are started by on every distribution; others are absent on many, and jail makes its own /etc. */
const NEEDED = ['/usr', '/bin', '/lib']
/** NixOS and Guix have their programs in a store, and /bin for the one sh. */
const NEEDED_WITH_STORE = ['/bin']
const FILES = 'https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html'

export const check = defineCheck({
  id: 'paths.system',
  title: 'Are the folders of the system where programs look for them?',
  needs: ['systemPaths', 'image'],
  judge({ systemPaths, image }) {
    const needed = image.kind === 'nixos' || image.kind === 'guix' ? NEEDED_WITH_STORE : NEEDED
    const paths = Object.keys(systemPaths)
    const absent = needed.find((path) => systemPaths[path] === null)
    if (absent !== undefined) return missing(absent)
    for (const path of paths) {
      const odd = oddity(path, systemPaths[path] ?? null)
      if (odd !== null) return oddly(path, odd, needed.includes(path))
    }
    return ok(paths.filter((path) => systemPaths[path] !== null).join(' '))
  },
})

function missing(path: string): Finding {
  const isRemade = path === '/bin' || path === '/lib'
  const fix = {
    text: `Put ${path} back: it comes with the package of base files.`,
    ...(isRemade ? { commands: [`ln -s usr${path} ${path}`], root: true } : {}),
    url: FILES,
  }
  return fail(`${path} is not there`, 'nothing that is named by it starts, inside as outside', fix)
}

function oddity(path: string, found: TopFolder): string | null {
  if (found === 'other') return `${path} is neither a folder nor a link`
  if (found === null || found === 'folder' || !found.dangling) return null
  return `${path} is a link to ${found.link}, and no folder is there`
}

/** A link for 32-bit libraries stays when its package goes; nothing misses it. */
const LEFT_BEHIND = ['/lib32', '/libx32']

function oddly(path: string, seen: string, isNeeded: boolean): Finding {
  if (LEFT_BEHIND.includes(path)) return ok(`${seen}, which no 64-bit program needs`)
  const fix = { text: `Restore ${path} from the package of base files, or remove it.`, url: FILES }
  const means = 'programs and libraries that are named by it are not found inside'
  return isNeeded || path === '/lib64' ? fail(seen, means, fix) : warn(seen, means, fix)
}
