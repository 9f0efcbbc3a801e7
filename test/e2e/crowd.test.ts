import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, until } from './support/box.ts'
import { changes, hostState, reviewRecord } from './support/left.ts'
import { endAll, gone } from './support/processes.ts'

/** `bun run stress` starts a hundred at once. */
const IS_STRESS = process.env['JAIL_STRESS'] !== undefined
const MANY = IS_STRESS ? 100 : 20
const LIMIT_MS = IS_STRESS ? 600_000 : 120_000
/** A jail that waits holds less than 30 MB of its own; with the pages that all share it is far less than this. */
const MOST_KB_EACH = 60 * 1024

const MARK = `81.${process.pid}`
const boxes: Box[] = []
afterAll(() => {
  endAll(MARK)
  for (const box of boxes) box.remove()
})

function boxWithRepository(): Box {
  const box = new Box()
  boxes.push(box)
  expect(box.outside('git init -q').code).toBe(0)
  expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
  return box
}

/** Private and shared memory of a process as its share, in KiB (proc_pid_smaps_rollup(5)). */
function shareOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1])
}

/** Each waits for the file `go`, so that all run at one time, and ends with a code of its own. */
const script = (at: number): string =>
  `cat .git/commondir > /tmp/c; echo x > seen-${at}; until [ -e go ]; do sleep 0.05; done; ` +
  // Where the mount were lost, this would lead git to other settings.
  `(echo evil > .git/commondir) 2> /dev/null && exit 99; ` +
  `echo "$(cat /tmp/c .git/commondir)" ${MARK}; exit ${at % 90}`

/** Starts them all at once, lets them all run, and answers how each ended. */
async function crowd(places: readonly { readonly box: Box; readonly cwd: string }[]) {
  const children = places.map(({ box, cwd }, at) =>
    Bun.spawn([JAIL, 'run', '--', 'sh', '-c', script(at)], {
      ...{ cwd, env: box.env, timeout: LIMIT_MS, killSignal: 'SIGKILL' as const },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  await until(
    'all of them',
    () => places.every(({ cwd }, at) => existsSync(join(cwd, `seen-${at}`))) || undefined,
    LIMIT_MS,
  )
  const shares = children.map(({ pid }) => shareOf(pid))
  for (const cwd of new Set(places.map((place) => place.cwd))) await Bun.write(join(cwd, 'go'), '')
  const ended = await Promise.all(
    children.map(async (child) => ({
      code: await child.exited,
      out: await new Response(child.stdout).text(),
      err: await new Response(child.stderr).text(),
    })),
  )
  return { ended, shares }
}

const right = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ code: at % 90, out: `.\n. ${MARK}\n`, err: '' }))

describe(`${MANY} jails at one time`, () => {
  test(
    'on one project end with their own codes, none loses the shared file of another, and nothing is left',
    async () => {
      const box = boxWithRepository()
      const before = hostState(box)
      const { ended, shares } = await crowd(Array.from({ length: MANY }, () => ({ box, cwd: box.project })))
      expect(ended).toEqual(right(MANY))
      expect(Math.max(...shares)).toBeLessThan(MOST_KB_EACH)
      await gone(MARK, LIMIT_MS)
      const made = [...Array(MANY).keys()].map((at) => `home and project: src/project/seen-${at}`)
      expect(changes(box, before).sort()).toEqual([...made, 'home and project: src/project/go'].sort())
      expect(reviewRecord(box)).toMatchObject({ ended: true })
    },
    LIMIT_MS,
  )

  test(
    'on as many projects end with their own codes, each with a record of its own, and nothing is left',
    async () => {
      const box = boxWithRepository()
      const places = Array.from({ length: MANY }, (_, at) => ({ box, cwd: join(box.home, `src/p${at}`) }))
      for (const { cwd } of places) {
        mkdirSync(cwd)
        expect(box.outside('git init -q', { cwd }).code).toBe(0)
      }
      const before = hostState(box)
      const { ended } = await crowd(places)
      expect(ended).toEqual(right(MANY))
      await gone(MARK, LIMIT_MS)
      const made = places.flatMap((_, at) => [`seen-${at}`, 'go'].map((name) => `src/p${at}/${name}`))
      const kept = (change: string) => change.startsWith('home and project: .local/')
      expect(
        changes(box, before)
          .filter((change) => !kept(change))
          .sort(),
      ).toEqual(made.map((path) => `home and project: ${path}`).sort())
      const records = readdirSync(join(box.home, '.local/state/jail/review')).filter((name) =>
        name.endsWith('.json'),
      )
      expect(records.length).toBe(MANY + 1)
      for (const name of records)
        expect(
          JSON.parse(readFileSync(join(box.home, '.local/state/jail/review', name), 'utf8')),
        ).toMatchObject({
          ended: true,
        })
    },
    LIMIT_MS,
  )

  test(
    'on one project, one after the other ended by kill -9, leave the shared file to the last, which takes it away',
    async () => {
      const box = boxWithRepository()
      const children = Array.from({ length: 5 }, () => box.start([JAIL, 'run', '--', 'sleep', `${MARK}9`]))
      await until('the shared file', () => existsSync(join(box.project, '.git/commondir')) || undefined)
      for (const child of children) {
        child.kill('SIGKILL')
        await child.exited
      }
      await gone(`${MARK}9`, LIMIT_MS)
      expect(box.run('cat .git/commondir')).toEqual({ code: 0, out: '.\n', err: '' })
      expect(existsSync(join(box.project, '.git/commondir'))).toBe(false)
    },
    LIMIT_MS,
  )
})
