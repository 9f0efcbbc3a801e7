import { gatherBwrap } from '../host/gather/bwrap.ts'
import { gatherCaller } from '../host/gather/caller.ts'
import { gatherCgroups } from '../host/gather/cgroups.ts'
import { optionsOf } from '../plan/encode.ts'
import { limitsOf } from '../plan/limits.ts'
import { weakenings } from '../plan/make.ts'
import type { WeakeningId } from '../policy/weakenings.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { plant } from './field.ts'
import type { Unheld } from './judge.ts'
import type { Field, LimitName } from './probe.ts'

const NAMES: Partial<Record<WeakeningId, LimitName>> = {
  'memory-limit': 'memory',
  'processes-limit': 'processes',
  'tmp-size': 'tmp',
}
/** A file that is never there. */
const NO_CACHE = '/proc/self/no-answer-of-bwrap'
/** Some limit of each kind: whether it can be held does not hang on how high it is. */
const SOME = { memoryBytes: 1, processes: 1, tmpBytes: 1 }

/** What this machine cannot hold, by the very rules of the plan. bwrap is asked, since no kept answer is at hand. */
export function unheldHere(): Unheld {
  const files = new Files(new Libc())
  const env = Object.fromEntries(
    Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined),
  )
  const caller = gatherCaller(env, files)
  const held = limitsOf(SOME, { caller, cgroups: gatherCgroups(files, caller) })
  const { bwrap } = gatherBwrap(caller, NO_CACHE, files)
  const ofBwrap = bwrap.known
    ? weakenings(SOME, { options: optionsOf(bwrap.value), bwrapVersion: bwrap.value.version })
    : []
  const found: Partial<Record<LimitName, string>> = {}
  for (const { id, because } of [...held.weakened, ...ofBwrap]) {
    const name = NAMES[id]
    if (name !== undefined) found[name] = because
  }
  return found
}

/** A project of its own for a probe of a limit. */
export function limitedProject(name: LimitName): (field: Field) => string {
  return ({ home }) => `${home}/src/limited-${name}`
}

/** Its file, which may tighten without being asked for (docs/trust.md). */
export function plantLimit(name: LimitName, value: string): (field: Field) => void {
  return (field) => plant(`${limitedProject(name)(field)}/.jail.yaml`, `limits: {${name}: ${value}}\n`)
}
