import type { CallName } from './calls.ts'
import { inChild } from './fork.ts'
import { errnoName, systemCall } from './hands.ts'
import type { Attempt, Guard } from './probe.ts'

/**
 * Many calls are refused to users by the kernel, too, and must not succeed in a control. So they are made with arguments
 * that are wrong in a way which the kernel sees before it looks at rights: EINVAL, EFAULT or EBADF says that its code was
 * reached, and the filter's errno that it was not.
 */

const EPERM = 1
const ENOSYS = 38
const CLONE_NEWNS = 0x00020000
const CLONE_NEWUSER = 0x10000000

/** Whether an answer is the kernel's own, and neither a refusal nor that of a kernel without the call. */
export function isReached(answer: number): boolean {
  return answer !== -EPERM && answer !== -ENOSYS
}

/** A call with wrong arguments; it worked when the kernel itself read them. */
export function reachesKernel(name: CallName, ...args: readonly number[]): Attempt {
  const { answer, evidence } = systemCall(name, ...args)
  return { worked: isReached(answer), evidence }
}

/** The same for calls whose refusal is ENOSYS: EPERM is then the kernel's own answer (io_uring_disabled, say). */
export function isThere(name: CallName, ...args: readonly number[]): Attempt {
  const { answer, evidence } = systemCall(name, ...args)
  return { worked: answer !== -ENOSYS, evidence }
}

/** A call with wrong arguments in a user namespace of its own, with mounts of its own: it has the rights of root there. */
export function reachesInNamespace(call: CallName, ...args: readonly number[]): Attempt {
  const { code, evidence } = inChild([{ call, args }], CLONE_NEWUSER + CLONE_NEWNS)
  return { worked: code !== undefined && isReached(-code), evidence }
}

/** The same for a call that may succeed there. */
export function worksInNamespace(call: CallName, ...args: readonly number[]): Attempt {
  return inChild([{ call, args }], CLONE_NEWUSER + CLONE_NEWNS)
}

/** Values that must all be let through or all refused: it worked when one of them was let through. */
export function eachReaches(
  values: readonly (readonly [string, number])[],
  ask: (value: number) => number,
  refusal = EPERM,
): Attempt {
  const answers = values.map(([name, value]) => [name, ask(value)] as const)
  const through = answers.filter(([, answer]) => answer !== -refusal)
  const shown = through.length > 0 ? through : answers.slice(0, 1)
  return {
    worked: through.length > 0,
    evidence: shown
      .map(([name, answer]) => `${name}: ${answer < 0 ? errnoName(-answer) : answer}`)
      .join(', '),
  }
}

/** What keeps a new user namespace away. */
export const USERNS_GUARDS: readonly Guard[] = [{ row: ['clone'] }, { word: '--disable-userns' }]

/**
 * What takes the rights of root away from a box that root starts. It can be taken out for root only: a bwrap of a user makes a
 * user namespace whatever its line says.
 */
export const ROOT_GUARDS: readonly Guard[] = [
  { word: '--unshare-user' },
  { word: '--disable-userns' },
  { word: '--cap-drop' },
]

/** What keeps the processes of the host away: bwrap can mount a new /proc only for a pid namespace of its own. */
export const PID_GUARDS: readonly Guard[] = [
  { word: '--unshare-pid' },
  { op: '/proc' },
  { absence: '/proc', writable: true },
]
