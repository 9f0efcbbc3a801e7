import { installCommand } from '../diagnose/install.ts'
import type { Distribution } from '../host/blockers.ts'
import type { Fix } from './finding.ts'

/** The fix that installs a package with the package manager of this distribution, in words where it is not known. */
export function installFix(distribution: Distribution, name: string, url: string): Fix {
  const command = installCommand(distribution, 0, name)
  if (command === undefined)
    return { text: `Install the package ${name} with the package manager of ${distribution.name}.`, url }
  const root = command !== installCommand(distribution, 1, name)
  return { text: `Install the package ${name}.`, commands: [command], root, url }
}
