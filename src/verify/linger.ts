import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Libc } from '../sys/libc.ts'
import { callWith, type Step, startChild } from './fork.ts'
import { errnoName, tried } from './hands.ts'
import type { Attempt, Ended, Field, Probe } from './probe.ts'

/**
 * Processes that stay behind. They hold a lock on a file of the project, which they have from whoever started them; the
 * kernel frees it when the last of them is gone (flock(2)), so nothing has to look for processes. They wait for a second
 * lock, which the process that looks has until it has looked: then they end, and when that process ends, however it does.
 */

const SIGCHLD = 17
const LOCK_EX = 2
const LOCK_NB = 4
const EAGAIN = 11

export type Manner = 'child' | 'session' | 'daemon'

/** What those of one probe do: each has a lock of its own. */
export type Left = Pick<Probe, 'plant' | 'attempt' | 'reached'>

/** Starts processes that stay: plain children, in a session of their own, or daemons (their parent is gone). */
export function leftBehind(manner: Manner, count = 1): Required<Left> {
  const lockOf = ({ project }: Field): string => join(project, `held-by-${count}-${manner}`)
  const waits = new Map<string, number>()
  const release = (lock: string): void => {
    const fd = waits.get(lock)
    waits.delete(lock)
    if (fd !== undefined) closeSync(fd)
  }
  return {
    plant: (field) => {
      const lock = lockOf(field)
      release(lock)
      // A new file has a new lock.
      rmSync(lock, { force: true })
      waits.set(lock, taken(waitOf(lock)))
    },
    attempt: (field) => leave(lockOf(field), manner, count),
    reached: async (field, ended) => {
      try {
        return await isStillHeld(lockOf(field), ended)
      } finally {
        release(lockOf(field))
      }
    },
  }
}

/** What those that are left behind wait for. */
function waitOf(lock: string): string {
  return `${lock}-until`
}

/** A new file with the lock taken. Throws when it cannot be. */
function taken(path: string): number {
  rmSync(path, { force: true })
  const fd = openSync(path, 'w')
  const answer = callWith(new Libc())('flock', fd, LOCK_EX + LOCK_NB)
  if (answer < 0) throw new Error(`flock: ${errnoName(-answer)}`)
  return fd
}

function leave(lock: string, manner: Manner, count: number): Attempt {
  return tried(() => {
    const until = openSync(waitOf(lock), 'r')
    const fd = openSync(lock, 'w')
    try {
      const locked = callWith(new Libc())('flock', fd, LOCK_EX + LOCK_NB)
      if (locked < 0) return { worked: false, evidence: `flock: ${errnoName(-locked)}` }
      const pids = Array.from({ length: count }, () => startChild(stepsOf(manner, until)))
      const failed = pids.find((pid) => pid < 0)
      if (failed !== undefined) return { worked: false, evidence: `clone: ${errnoName(-failed)}` }
      return { worked: true, evidence: `left ${count} behind` }
    } finally {
      // Theirs alone: those that others leave behind later must not hold it too.
      closeSync(fd)
      closeSync(until)
    }
  })
}

/** They close what they have of the output, since a pipe that stays open keeps its reader waiting. */
function stepsOf(manner: Manner, until: number): Step[] {
  const closed = [0, 1, 2].map((fd): Step => ({ call: 'close', args: [fd] }))
  const session: Step = { call: 'setsid' }
  const again: Step = { call: 'clone', args: [SIGCHLD], how: 'ends' }
  const stay: Step = { call: 'flock', args: [until, LOCK_EX] }
  if (manner === 'child') return [...closed, stay]
  return manner === 'session' ? [...closed, session, stay] : [...closed, session, again, stay]
}

/** Whether one of them is still there, seen from outside, also after a moment: a box takes some to end. */
async function isStillHeld(lock: string, { isControl }: Ended): Promise<Attempt> {
  for (let look = 0; look < LOOKS && !isControl; look++) {
    const held = isHeld(lock)
    if (!held.worked) return held
    await Bun.sleep(5)
  }
  return isHeld(lock)
}

/** 1 second in steps of 5 ms. */
const LOOKS = 200

function isHeld(lock: string): Attempt {
  return tried(() => {
    const fd = openSync(lock, 'r')
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
