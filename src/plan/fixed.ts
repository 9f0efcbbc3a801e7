/** Paths that every box has whatever the policy says, and where jail keeps its own things in it. */

export const RESOLV_CONF = '/etc/resolv.conf'

/** Empty writable places; `home` is added to them. */
export const TMPFS_PATHS = ['/tmp', '/var/tmp', '/run'] as const

/** Files that jail writes itself, whatever the host has there. */
export const OWN_FILES = ['/etc/passwd', '/etc/group', '/etc/hosts', '/etc/nsswitch.conf'] as const

export const FIXED_PATHS: readonly string[] = [...TMPFS_PATHS, ...OWN_FILES]

/**
 * Folders whose resolv.conf may be bound as a folder, so that a change of the network on the host is seen inside.
 * Others are handed over as a copy: /run/NetworkManager also holds the keys of networks.
 */
export const RESOLV_FOLDERS = ['/run/systemd/resolve', '/run/resolvconf'] as const

export const BRIEF = '/run/jail/brief.md'

/** The caches of one project below jail's state folder: a cache that projects share would carry code between them. */
export function cacheFolder(stateHome: string, projectId: string): string {
  return `${stateHome}/jail/cache/${projectId}`
}
