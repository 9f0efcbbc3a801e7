import { existsSync, realpathSync } from 'node:fs'
import { definedEnv } from '../../src/commands/environment.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import { hostOf, prepare } from '../../src/commands/prepare.ts'
import { encode, type Launch } from '../../src/plan/encode.ts'
import type { Op, Word } from '../../src/plan/op.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { isBelow } from '../../src/policy/paths.ts'
import type { NetworkMode } from '../../src/policy/words.ts'
import { assemble } from '../../src/seccomp/assemble.ts'
import { ROWS } from '../../src/seccomp/rows.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { dryRunText } from '../../src/ui/dry-run.ts'
import { Timing } from '../../src/ui/timing.ts'
import { placeIn } from '../../src/verify/place.ts'
import type { Field, Guard } from '../../src/verify/probe.ts'
import { JAIL } from '../e2e/support/box.ts'

/** Where a start is made from: the field, and the environment that is its caller's. */
export type From = {
  readonly field: Field
  readonly env: Readonly<Record<string, string>>
  readonly network: NetworkMode
  readonly profile: string
  /** What runs inside. */
  readonly command: readonly string[]
}

/** The start that `jail run` would make in the field: the same stages, in this process. The current folder is the field's. */
export async function prepared({ field, env, network, profile, command }: From): Promise<Prepared> {
  process.chdir(field.project)
  const [word = '', ...args] = command
  const host = await hostOf(new Files(new Libc()), new Timing(false), { ...env, PWD: field.project })
  return prepare({ profile, word, args, options: { network: [network] } }, host)
}

/** The line of bwrap, with what guards taken away: all of it, since one alone may be enough to hold. */
export function lineWithout({ plan, bwrap, line }: Prepared, guards: readonly Guard[], from: From): Launch {
  const seccomp = line.words.find((word) => typeof word !== 'string' && word.kind === 'bytes')
  if (!seccomp || typeof seccomp === 'string') throw new Error('The line has no filter.')
  const rows = guards.flatMap((guard) => ('row' in guard ? guard.row : []))
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const bytes = assemble(
    ROWS.filter((row) => !rows.includes(row.syscall)),
    arch,
  )
  const filter = rows.length === 0 ? seccomp : { kind: 'bytes' as const, bytes, what: 'jail-seccomp' }
  const changed = encode(
    { ...plan, ops: opsWithout(plan, guards, from.field), env: envWith(plan, guards, from) },
    bwrap,
    filter,
  )
  return { ...changed, words: wordsWithout(changed.words, guards) }
}

/** The text that bash starts for a line: what `--dry-run` prints. */
export function scriptFor(line: Launch, plan: Plan, env: Readonly<Record<string, string>>): string {
  return dryRunText(line, plan.create, env)
}

function opsWithout(plan: Plan, guards: readonly Guard[], field: Field): Op[] {
  const gone = guards.flatMap((guard) =>
    'op' in guard && !(guard.root && process.geteuid?.() !== 0)
      ? [{ path: guarded(guard.op, field), kind: guard.kind }]
      : [],
  )
  const isGone = (op: Op): boolean => gone.some((one) => isMeant(one, op))
  const missing = gone.filter((one) => !plan.ops.some((op) => isMeant(one, op)))
  if (missing.length > 0)
    throw new Error(`The plan has no operation at ${missing.map(({ path }) => path).join(', ')}.`)
  const added = guards.flatMap((guard) => ('absence' in guard ? [shown(guard, field)] : []))
  // bwrap does not start when a mount that it is to make read-only lies under another one.
  const isCovered = (op: Op): boolean =>
    op.kind === 'remount-ro' && added.some(({ path }) => isBelow(op.path, path))
  const kept = plan.ops.filter((op) => !isGone(op) && !isCovered(op))
  const last = kept.findIndex((op) => op.kind === 'remount-ro')
  const at = last < 0 ? kept.length : last
  return [...kept.slice(0, at), ...added, ...kept.slice(at)]
}

function isMeant({ path, kind }: { readonly path: string; readonly kind: Op['kind'] | undefined }, op: Op) {
  return op.path === path && (kind === undefined || op.kind === kind)
}

function shown(guard: Extract<Guard, { absence: string }>, field: Field): Op {
  const path = guarded(guard.absence, field)
  if (!existsSync(path)) throw new Error(`${path} is not there, so nothing would be shown.`)
  return {
    kind: 'bind',
    access: guard.writable ? 'rw' : 'ro',
    path,
    source: path,
    why: 'mutation',
    from: 'test',
  }
}

/** A guard may name the program itself, which lies elsewhere on each machine. */
function guarded(text: string, field: Field): string {
  return text === 'jail' ? realpathSync(JAIL) : placeIn(text, field)
}

function envWith({ env }: Plan, guards: readonly Guard[], from: From): ReadonlyMap<string, string> {
  const changed = new Map(env)
  for (const guard of guards) if ('env' in guard) changed.set(guard.env, from.env[guard.env] ?? '')
  return changed
}

/** Words that stand alone; every other takes the word behind it along. */
const SINGLE = ['--disable-userns', '--die-with-parent', '--new-session']

function wordsWithout(words: readonly Word[], guards: readonly Guard[]): Word[] {
  const gone = guards.flatMap((guard) => ('word' in guard ? [guard.word] : []))
  const kept: Word[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (typeof word !== 'string' || !gone.includes(word)) kept.push(word)
    else if (!SINGLE.includes(word) && !word.startsWith('--unshare-')) at++
  }
  return kept
}

export { definedEnv }
