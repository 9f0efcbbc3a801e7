import type { Distribution } from '../host/blockers.ts'

/** How each family of distributions installs a package; the first row whose name fits `ID`, then `ID_LIKE`, counts. */
const INSTALLERS: readonly {
  readonly ids: readonly string[]
  readonly command: string
  readonly root: boolean
}[] = [
  { ids: ['ostree'], command: 'rpm-ostree install --apply-live', root: false },
  { ids: ['nixos'], command: 'nix-env -iA nixos.', root: false },
  { ids: ['guix'], command: 'guix install', root: false },
  { ids: ['debian', 'ubuntu', 'linuxmint', 'raspbian'], command: 'apt-get install', root: true },
  { ids: ['alpine', 'postmarketos'], command: 'apk add', root: true },
  { ids: ['arch', 'manjaro'], command: 'pacman -S', root: true },
  {
    ids: ['opensuse', 'suse', 'sles', 'opensuse-leap', 'opensuse-tumbleweed'],
    command: 'zypper install',
    root: true,
  },
  {
    ids: ['fedora', 'rhel', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'],
    command: 'dnf install',
    root: true,
  },
  { ids: ['void'], command: 'xbps-install -S', root: true },
  { ids: ['gentoo'], command: 'emerge', root: true },
  { ids: ['solus'], command: 'eopkg install', root: true },
]

/** The command that installs a package on this distribution, with sudo for an ordinary user; undefined when unknown. */
export function installCommand(distribution: Distribution, uid: number, name: string): string | undefined {
  const names = [distribution.id, ...distribution.like]
  for (const id of names) {
    const row = INSTALLERS.find(({ ids }) => ids.includes(id))
    if (!row) continue
    const what = row.command.endsWith('.') ? `${row.command}${name}` : `${row.command} ${name}`
    return row.root && uid !== 0 ? `sudo ${what}` : what
  }
  return undefined
}

/** What to type to install a package, in words where the distribution is not known. */
export function installAdvice(distribution: Distribution, uid: number, name: string): string {
  const command = installCommand(distribution, uid, name)
  return command
    ? `Type: ${command}`
    : `Install the package ${name} with the package manager of ${distribution.name}.`
}
