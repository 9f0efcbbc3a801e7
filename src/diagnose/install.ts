import type { Distribution } from '../host/blockers.ts'
import type { Mend } from '../host/live.ts'

/** How each family of distributions installs a package and updates one (NAME); the first row whose name fits `ID`, then `ID_LIKE`, counts. */
const INSTALLERS: readonly {
  readonly ids: readonly string[]
  readonly command: string
  readonly update: string
  readonly root: boolean
}[] = [
  { ids: ['ostree'], command: 'rpm-ostree install --apply-live', update: 'rpm-ostree upgrade', root: false },
  { ids: ['nixos'], command: 'nix-env -iA nixos.', update: 'nix-env -u NAME', root: false },
  { ids: ['guix'], command: 'guix install', update: 'guix upgrade NAME', root: false },
  {
    ids: ['debian', 'ubuntu', 'linuxmint', 'raspbian'],
    command: 'apt-get install',
    update: 'apt-get install --only-upgrade NAME',
    root: true,
  },
  { ids: ['alpine', 'postmarketos'], command: 'apk add', update: 'apk upgrade NAME', root: true },
  { ids: ['arch', 'manjaro'], command: 'pacman -S', update: 'pacman -Syu', root: true },
  {
    ids: ['opensuse', 'suse', 'sles', 'opensuse-leap', 'opensuse-tumbleweed'],
    command: 'zypper install',
    update: 'zypper update NAME',
    root: true,
  },
  {
    ids: ['fedora', 'rhel', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'],
    command: 'dnf install',
    update: 'dnf upgrade NAME',
    root: true,
  },
  { ids: ['void'], command: 'xbps-install -S', update: 'xbps-install -Su NAME', root: true },
  { ids: ['gentoo'], command: 'emerge', update: 'emerge --update NAME', root: true },
  { ids: ['solus'], command: 'eopkg install', update: 'eopkg upgrade NAME', root: true },
]

/** The command that installs a package on this distribution, with sudo for an ordinary user; undefined when unknown. */
export function installCommand(distribution: Distribution, uid: number, name: string): string | undefined {
  const row = installerOf(distribution)
  return row && `${row.root && uid !== 0 ? 'sudo ' : ''}${installing(row, name)}`
}

/** How to install a package, with the command apart where the distribution is known. Which document says more, the caller knows. */
export function installMend(distribution: Distribution, name: string): Omit<Mend, 'url'> {
  const row = installerOf(distribution)
  return row
    ? { text: `Install the package ${name}.`, commands: [installing(row, name)], root: row.root }
    : { text: installAdvice(distribution, 0, name) }
}

/** How to update a package that is installed. */
export function updateMend(distribution: Distribution, name: string): Omit<Mend, 'url'> {
  const row = installerOf(distribution)
  return row
    ? { text: `Update the package ${name}.`, commands: [row.update.replace('NAME', name)], root: row.root }
    : { text: `Update the package ${name} with the package manager of ${distribution.name}.` }
}

function installerOf({ id, like }: Distribution): (typeof INSTALLERS)[number] | undefined {
  for (const name of [id, ...like]) {
    const row = INSTALLERS.find(({ ids }) => ids.includes(name))
    if (row) return row
  }
  return undefined
}

function installing({ command }: (typeof INSTALLERS)[number], name: string): string {
  return command.endsWith('.') ? `${command}${name}` : `${command} ${name}`
}

/** What to type to install a package, in words where the distribution is not known. */
export function installAdvice(distribution: Distribution, uid: number, name: string): string {
  const command = installCommand(distribution, uid, name)
  return command
    ? `Type: ${command}`
    : `Install the package ${name} with the package manager of ${distribution.name}.`
}
