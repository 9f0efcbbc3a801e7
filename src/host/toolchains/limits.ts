import { isWithin, parentOf } from '../../policy/paths.ts'

/** A root must never be home, a folder above it, another home, or one of the folders that hold everything. */
export function isTooWide(path: string, home: string): boolean {
  if (path.startsWith(home) && path.charAt(home.length) === '/')
    return TOO_WIDE.includes(path.slice(home.length + 1))
  return (
    path === '/' ||
    isWithin(home, path) ||
    WIDE_FOLDERS.includes(path) ||
    HOLDERS.includes(parentOf(path)) ||
    isOnWindows(path)
  )
}

/** A drive of Windows, which WSL mounts at /mnt/LETTER: its folders bin and lib are no prefix of Linux programs. */
function isOnWindows(path: string): boolean {
  return path.startsWith('/mnt/') && (path.length === '/mnt/c'.length || path['/mnt/c'.length] === '/')
}

/** True for a place of secrets, for what lies in one, and for a folder that holds one. */
export function holdsSecrets(path: string, home: string): boolean {
  if (!path.startsWith(home) || path.charAt(home.length) !== '/') return isWithin(home, path)
  const below = path.slice(home.length + 1)
  const slash = below.indexOf('/')
  // The first component tells nearly all folders of tools from all places of secrets.
  if (!FIRST_OF_SECRETS.includes(slash < 0 ? below : below.slice(0, slash))) return false
  return SECRETS.some((secret) => isWithin(below, secret) || isWithin(secret, below))
}

/** True for a path that every box shows. */
export function isSystem(path: string): boolean {
  return path.startsWith('/usr/') || SYSTEM_FOLDERS.some((folder) => isWithin(path, folder))
}

/** A program's root is never one of these below home: that would show much more than the program. */
export const TOO_WIDE: readonly string[] = [
  '.local',
  '.local/share',
  '.local/state',
  '.local/lib',
  '.local/bin',
  '.config',
  '.cache',
  '.nvm',
  '.nvm/versions',
  '.nvm/versions/node',
  'bin',
  'src',
  'code',
  'dev',
  'git',
  'work',
  'repos',
  'projects',
  'Desktop',
  'Documents',
  'Downloads',
]

/** The same outside of home: each holds things of many programs or people. */
export const WIDE_FOLDERS: readonly string[] = [
  '/var',
  '/var/lib',
  '/var/cache',
  '/var/tmp',
  '/etc',
  '/dev',
  '/proc',
  '/sys',
  '/run',
  '/run/user',
  '/tmp',
  '/home',
  '/root',
  '/mnt',
  '/media',
  '/srv',
  // The same of Fedora Atomic, where those are links.
  '/var/home',
  '/var/roothome',
  '/var/mnt',
  '/var/srv',
  '/nix',
  '/gnu',
]

/** Each entry of these is a person's own. */
const HOLDERS: readonly string[] = ['/home', '/var/home', '/run/user']

/** Places of secrets below home. The base profile hides them; a tool manager that is told to live there gets nothing. */
export const SECRETS: readonly string[] = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.password-store',
  '.netrc',
  '.git-credentials',
  '.npmrc',
  '.pypirc',
  '.vault-token',
  '.mozilla',
  '.cargo/credentials.toml',
  '.cargo/credentials',
  '.config/gh',
  '.config/gcloud',
  '.config/git/credentials',
  '.config/google-chrome',
  '.config/chromium',
  '.config/jail',
  '.local/share/keyrings',
  '.local/state/jail',
]

const FIRST_OF_SECRETS: readonly string[] = SECRETS.map((place) => place.split('/', 1)[0] ?? place)

/** Folders that are visible in every box, read-only; a program there needs no grant of its own. */
export const SYSTEM_FOLDERS: readonly string[] = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/opt',
  '/nix/store',
  '/gnu/store',
  '/run/current-system',
  '/snap',
  '/home/linuxbrew/.linuxbrew',
]
