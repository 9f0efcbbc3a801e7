import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { Box, JAIL, LONG, until } from './support/box.ts'
import { changes, hostState, reviewRecord } from './support/left.ts'
import { endAll, gone, processesWith } from './support/processes.ts'

/** `bun run stress` kills a thousand of each. */
const IS_STRESS = process.env['JAIL_STRESS'] !== undefined
const ROUNDS = IS_STRESS ? 1000 : 10
/** What is left waits without end; a busy machine takes its time for what is not. */
const GONE_MS = 10_000
/** Only a start that hangs takes so long, on a machine as busy as it likes. */
const BORN_NS = 20e9

const MARK = `80.${process.pid}`
let box: Box
let before: ReturnType<typeof hostState>
beforeAll(() => {
  box = new Box()
  expect(box.outside('git init -q').code).toBe(0)
  // The first run asks bwrap for its options.
  expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
  before = hostState(box)
})
afterAll(() => {
  endAll(MARK)
  box.remove()
})

const COMMONDIR = () => join(box.project, '.git/commondir')

/** The chain of processes that a run is, from jail on. */
const CHAIN = ['jail', 'the outer bwrap', 'the first process of the box', 'the command'] as const
type Link = (typeof CHAIN)[number]

/** Waits without a pause until a link of the chain is there: its pid; that of the last one before when none comes. */
function born(jail: number, link: Link): number {
  const end = Bun.nanoseconds() + BORN_NS
  let pid = jail
  for (let at = 0; at < CHAIN.indexOf(link) && Bun.nanoseconds() < end; ) {
    const child = firstChild(pid)
    if (child !== undefined) pid = child
    if (child !== undefined) at++
  }
  return pid
}

function firstChild(pid: number): number | undefined {
  try {
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    return child === '' ? undefined : Number(child)
  } catch (error) {
    // It has just ended.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Sleeping would be too coarse: the stages of a start are parts of a millisecond. */
function spin(microseconds: number): void {
  const end = Bun.nanoseconds() + microseconds * 1000
  while (Bun.nanoseconds() < end);
}

/** One start, a kill -9 so long after somebody was there, and what came of jail. */
async function killed(
  { victim, since }: { victim: Link; since: Link },
  microseconds: number,
  mark: string,
): Promise<number | null> {
  const child = box.start([JAIL, 'run', '--', 'sleep', mark])
  const there = born(child.pid, since)
  const pid = victim === 'jail' ? child.pid : there
  spin(microseconds)
  if (pid !== child.pid || victim === 'jail') process.kill(pid, 'SIGKILL')
  await child.exited
  return child.exitCode
}

describe('kill -9 leaves no process and nothing else, whenever it comes, and the next run is unharmed:', () => {
  test.each([
    // From the start of the program to the running command.
    { victim: 'jail', since: 'jail', span: 90_000, code: null },
    // In these few milliseconds bwrap makes its namespaces and a half-made box can be lost.
    { victim: 'jail', since: 'the outer bwrap', span: 4000, code: null },
    { victim: 'jail', since: 'the command', span: 4000, code: null },
    { victim: 'the outer bwrap', since: 'the outer bwrap', span: 8000, code: 137 },
    { victim: 'the first process of the box', since: 'the first process of the box', span: 8000, code: 137 },
    { victim: 'the command', since: 'the command', span: 4000, code: 137 },
  ] as const)(
    'of $victim, from $since on',
    async ({ span, code, ...whom }) => {
      for (let round = 0; round < ROUNDS; round++) {
        const mark = `${MARK}${round}`
        const wait = (span * round) / ROUNDS
        expect([wait, await killed(whom, wait, mark)]).toEqual([wait, code])
        await gone(mark, GONE_MS)
        // Old or new, but whole: this throws for half a record.
        expect(reviewRecord(box)).toBeDefined()
      }
      expect(box.run('cat .git/commondir')).toEqual({ code: 0, out: '.\n', err: '' })
      expect(existsSync(COMMONDIR())).toBe(false)
      expect(reviewRecord(box)?.ended).toBe(true)
      expect(changes(box, before)).toEqual([])
    },
    IS_STRESS ? 1_200_000 : LONG,
  )

  test.each(['SIGTERM', 'SIGHUP'] as const)(
    '%s in the first milliseconds of bwrap ends jail and all of it, too',
    async (name) => {
      for (let round = 0; round < ROUNDS; round++) {
        const mark = `${MARK}${round}`
        const child = box.start([JAIL, 'run', '--', 'sleep', mark])
        born(child.pid, 'the outer bwrap')
        const wait = (12_000 * round) / ROUNDS
        spin(wait)
        child.kill(name)
        expect([wait, await child.exited]).toEqual([wait, 128 + constants.signals[name]])
        await gone(mark, GONE_MS)
      }
      expect(box.run('true').code).toBe(0)
      expect(changes(box, before)).toEqual([])
    },
    IS_STRESS ? 1_200_000 : LONG,
  )

  test('and the control: the commands of these tests run, with four processes, until they are killed', async () => {
    const child = box.start([JAIL, 'run', '--', 'sleep', MARK])
    born(child.pid, 'the command')
    // One that becomes another program just now has no command line.
    await until('four processes', () => processesWith(MARK).length === 4 || undefined)
    expect(existsSync(COMMONDIR())).toBe(true)
    child.kill('SIGKILL')
    await gone(MARK, GONE_MS)
  })
})
