import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeRepository } from './field.ts'
import { type Ran, ran } from './program.ts'

/** git as a person has it, but with a name for commits, no hook, and nothing that the environment says of it. */
export function git(cwd: string, ...words: readonly string[]): Ran {
  const settings = [
    'user.name=probe',
    'user.email=probe@localhost',
    'commit.gpgSign=false',
    'core.hooksPath=/dev/null',
  ]
  try {
    return ran(['git', ...settings.flatMap((one) => ['-c', one]), ...words], {
      cwd,
      // GIT_DIR of a hook that runs jail would lead to the person's own repository (git(1)).
      without: /^GIT_/,
    })
  } catch {
    return { code: null, out: '', err: 'no git on this machine' }
  }
}

/** Puts the repository of a folder back to how it was made, whatever other probes did to it. */
export function freshRepository(folder: string): void {
  rmSync(join(folder, '.git'), { recursive: true, force: true })
  makeRepository(folder)
}
