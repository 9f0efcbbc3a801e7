import { installAdvice, installCommand } from '../diagnose/install.ts'
import type { Distribution } from '../host/blockers.ts'
import type { Fix } from './finding.ts'

/** How to install a package, with the bare command where the distribution is known. Which document says more, the caller knows. */
export function installFix(distribution: Distribution, name: string): Omit<Fix, 'url'> {
  const bare = installCommand(distribution, 0, name)
  if (bare === undefined) return { text: installAdvice(distribution, 0, name) }
  const root = installCommand(distribution, ANY_USER, name) !== bare
  return { text: `Install the package ${name}.`, commands: [bare], root }
}

const ANY_USER = 1000
