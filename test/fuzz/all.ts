import { ACCOUNTS } from './accounts.ts'
import { ARGV } from './argv.ts'
import { CLAIMS } from './claims.ts'
import { GIT } from './git.ts'
import { MOUNTS } from './mounts.ts'
import { PROFILES } from './profiles.ts'
import type { Fuzz } from './property.ts'
import { RECORDS } from './records.ts'
import { SECCOMP } from './seccomp.ts'
import { WALKER } from './walker.ts'

/** Every property of what reads the texts of others. Those of the plan are in test/plan/model. */
export const ALL: readonly Fuzz[] = [
  ...PROFILES,
  ...ARGV,
  ...CLAIMS,
  ...MOUNTS,
  ...WALKER,
  ...ACCOUNTS,
  ...GIT,
  ...SECCOMP,
  ...RECORDS,
]
