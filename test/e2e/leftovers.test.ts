import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, until } from './support/box.ts'
import { KEPT } from './support/left.ts'
import { descendants, endAll, gone, processesWith } from './support/processes.ts'

// Each test has a home of its own, since what a test leaves there is what it looks at.
let box: Box
let mark = ''
const boxes: Box[] = []
beforeEach(() => {
  box = new Box()
  boxes.push(box)
  // A number that sleep takes, and that no other process has on its line.
  mark = `77.${process.pid}${boxes.length}`
})
afterAll(() => {
  endAll(`77.${process.pid}`)
  for (const each of boxes) each.remove()
})

/** What a run has left on the host beside what jail keeps on purpose. */
function leftovers(): Record<string, readonly string[]> {
  const below = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return {
    processes: processesWith(mark).map(({ line }) => line),
    'temporary files': below(join(box.top, 'tmp')),
    home: below(box.home).filter((path) => path !== 'src' && path !== 'src/project' && !KEPT.test(path)),
    mounts: mounts.filter((line) => line.includes(box.top) || /\/(newroot|oldroot|bindfile)/.test(line)),
  }
}

const NOTHING = { processes: [], 'temporary files': [], home: [], mounts: [] }

/** Starts a script inside that makes the file `started` and goes on; answers once it is there. */
async function started(script: string, command: readonly string[] = [JAIL, 'run', '--', 'sh', '-c']) {
  const child = box.start([...command, `${script.replaceAll('MARK', mark)}`])
  await until('the command inside', () => (existsSync(join(box.project, 'started')) ? true : undefined))
  return child
}

describe('nothing is left on the host', () => {
  test.each([
    ['after a command that works', 'true', 0],
    ['after one that fails', 'exit 3', 3],
    ['after one that a signal ends', 'kill -KILL $$', 137],
    ['after one that leaves a child in the background', 'sleep MARK &', 0],
    ['after one that leaves a daemon', 'setsid sleep MARK </dev/null >/dev/null 2>&1 &', 0],
    [
      'after one that fills its own places',
      'for d in ~ /tmp /var/tmp /run /dev/shm; do echo x > $d/x; done',
      0,
    ],
  ])('%s', async (_, script, code) => {
    expect(box.run(script.replace('MARK', mark)).code).toBe(code)
    await gone(mark, 2000)
    expect(leftovers()).toEqual(NOTHING)
  })

  test.each([
    ['after a command that is not found', ['run', 'nosuch'], 127],
    ['after one that cannot start inside', ['run', './no-program'], 126],
    ['after an unknown option', ['run', '--nosuch'], 125],
    ['after the version', ['--version'], 0],
    ['after the help', ['--help'], 0],
    ['after a dry run', ['run', '--dry-run', 'true'], 0],
  ])('%s', (_, words, code) => {
    box.plant(join(box.project, 'no-program'), 'text', 0o755)
    expect(box.jail(words).code).toBe(code)
    expect(leftovers()).toEqual({ ...NOTHING, home: ['src/project/no-program'] })
  })
})

describe('kill -9 of jail takes the box along', () => {
  test.each([
    ['that sleeps', 'touch started; sleep MARK; true'],
    [
      'that ignores every signal it can',
      "trap '' TERM HUP INT QUIT USR1; touch started; sleep MARK; sleep MARK",
    ],
    ['with children and a daemon', 'setsid sleep MARK & sleep MARK & touch started; sleep MARK; true'],
    ['that has stopped itself', 'touch started; kill -STOP $$; sleep MARK'],
  ])('a command %s', async (_, script) => {
    const child = await started(script)
    // The control: jail, two of bwrap and the shell have the mark as long as they live.
    expect(processesWith(script.includes('STOP') ? mark : `sleep ${mark}`).length).toBeGreaterThan(2)
    child.kill('SIGKILL')
    await child.exited
    await gone(mark, 2000)
    expect(leftovers()).toEqual({ ...NOTHING, home: ['src/project/started'] })
  })

  test('also when bwrap is killed instead, which jail reports', async () => {
    const child = await started('touch started; sleep MARK; true')
    const [outer = 0] = descendants(child.pid)
    process.kill(outer, 'SIGKILL')
    expect(await child.exited).toBe(137)
    await gone(mark, 2000)
    expect(leftovers()).toEqual({ ...NOTHING, home: ['src/project/started'] })
  })
})

test('nothing is left when the one that called jail ends, and jail with it by its hang-up', async () => {
  const child = await started(`touch started; sleep ${mark}; true`, [
    ...['setsid', 'sh', '-c', `"$@" & wait`, 'sh'],
    ...[JAIL, 'run', '--', 'sh', '-c'],
  ])
  const [jail = 0] = descendants(child.pid)
  process.kill(jail, 'SIGHUP')
  await gone(mark, 2000)
  expect(await child.exited).toBe(0)
  expect(leftovers()).toEqual({ ...NOTHING, home: ['src/project/started'] })
})
