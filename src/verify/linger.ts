import { ptr } from 'bun:ffi'
import { closeSync, openSync, rmSync } from 'node:fs'
import { Libc } from '../sys/libc.ts'
import { callWith, type Step, startChild } from './fork.ts'
import { errnoName, tried } from './hands.ts'
import type { Attempt, Ended, Field } from './probe.ts'

/**
 * Processes that stay behind. They hold a lock on a file of the project, which they have from whoever started them; the
 * kernel frees it when the last of them is gone (flock(2)), so nothing has to look for processes. They end by themselves.
 */

const SIGCHLD = 17
const LOCK_EX = 2
const LOCK_NB = 4
const EAGAIN = 11
/** Longer than the box takes to end and somebody to look. */
const TIME = new BigInt64Array([6n, 0n])

export type Manner = 'child' | 'session' | 'daemon'

function lockOf({ project }: Field): string {
  return `${project}/held`
}

/** Takes away the lock of an earlier try: a new file has a new lock. */
export function plantLock(field: Field): void {
  rmSync(lockOf(field), { force: true })
}

/** Starts processes that stay: plain children, in a session of their own, or daemons (their parent is gone). */
export function leaveBehind(field: Field, manner: Manner, count = 1): Attempt {
  return tried(() => {
    const fd = openSync(lockOf(field), 'w')
    const libc = new Libc()
    const call = callWith(libc)
    const locked = call('flock', fd, LOCK_EX + LOCK_NB)
    if (locked < 0) return { worked: false, evidence: `flock: ${errnoName(-locked)}` }
    const pids = Array.from({ length: count }, () => startChild(stepsOf(manner, ptr(TIME))))
    const failed = pids.find((pid) => pid < 0)
    if (failed !== undefined) return { worked: false, evidence: `clone: ${errnoName(-failed)}` }
    return { worked: true, evidence: `left ${count} behind` }
  })
}

/** They close what they have of the output, since a pipe that stays open keeps its reader waiting. */
function stepsOf(manner: Manner, time: number): Step[] {
  const closed = [0, 1, 2].map((fd): Step => ({ call: 'close', args: [fd] }))
  const session: Step = { call: 'setsid' }
  const again: Step = { call: 'clone', args: [SIGCHLD], how: 'ends' }
  const stay: Step = { call: 'nanosleep', args: [time] }
  if (manner === 'child') return [...closed, stay]
  return manner === 'session' ? [...closed, session, stay] : [...closed, session, again, stay]
}

/** Whether one of them is still there, seen from outside, also after a moment: a box takes some to end. */
export async function isStillHeld(field: Field, { isControl }: Ended): Promise<Attempt> {
  for (let look = 0; look < LOOKS && !isControl; look++) {
    const held = isHeld(field)
    if (!held.worked) return held
    await Bun.sleep(20)
  }
  return isHeld(field)
}

const LOOKS = 40

function isHeld(field: Field): Attempt {
  return tried(() => {
    const fd = openSync(lockOf(field), 'r')
    try {
      const answer = callWith(new Libc())('flock', fd, LOCK_EX + LOCK_NB)
      return answer === -EAGAIN
        ? { worked: true, evidence: 'what was left behind is still running' }
        : { worked: false, evidence: 'nothing is running any more' }
    } finally {
      closeSync(fd)
    }
  })
}
