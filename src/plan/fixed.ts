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

/**
 * Settings that ssh refuses unless root or the person owns them (ssh_config(5), Include; readconf.c). Root is nobody in
 * the box, so their copies are handed over, wherever links lead: into /usr on Debian 13, Fedora and Arch.
 */
export const OWNER_CHECKED = [
  '/etc/ssh/ssh_config.d',
  '/usr/etc/ssh/ssh_config.d',
  '/etc/crypto-policies/back-ends/openssh.config',
] as const

export const BRIEF = '/run/jail/brief.md'

/** What `jail why` reads inside. */
export const WHY = '/run/jail/why.json'

/** Where jail itself is found inside, the last folder of PATH there. */
export const BIN_FOLDER = '/run/jail/bin'
export const BIN = `${BIN_FOLDER}/jail`

/** The caches of one project below jail's state folder: a cache that projects share would carry code between them. */
export function cacheFolder(stateHome: string, projectId: string): string {
  return `${stateHome}/jail/cache/${projectId}`
}
