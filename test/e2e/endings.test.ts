import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, JAIL, LONG, until } from './support/box.ts'
import { changes, hostState, reviewRecord } from './support/left.ts'
import { descendants, endAll, gone, processesWith } from './support/processes.ts'
import { asUser } from './support/situations.ts'

/** What is left waits without end; a busy machine takes its time for what is not. */
const GONE_MS = 10_000
const MARK = `82.${process.pid}`
let count = 0
let mark = ''
let box: Box
let before: ReturnType<typeof hostState>
beforeAll(() => {
  box = new Box()
  expect(box.outside('git init -q').code).toBe(0)
  expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
  before = hostState(box)
})
beforeEach(() => {
  mark = `${MARK}${++count}`
})
afterAll(() => {
  endAll(MARK)
  box.remove()
})

const running = () =>
  until('the command', () => processesWith(mark).find(({ line }) => line === `sleep ${mark}`))

describe('when all processes of a run are stopped', () => {
  test.each(['jail', 'the outer bwrap'])('a kill -9 of %s still ends the rest', async (victim) => {
    const child = box.start([JAIL, 'run', '--', 'sh', '-c', `exec sleep ${mark}`])
    await running()
    const chain = [child.pid, ...descendants(child.pid).reverse()]
    expect(chain.length).toBe(4)
    for (const pid of chain) process.kill(pid, 'SIGSTOP')
    const [jail = 0, outer = 0] = [child.pid, descendants(child.pid)[0]]
    process.kill(victim === 'jail' ? jail : outer, 'SIGKILL')
    if (victim !== 'jail') process.kill(jail, 'SIGCONT')
    await child.exited
    await gone(mark, GONE_MS)
    expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
    expect(changes(box, before)).toEqual([])
  })
})

describe('the terminal is closed', () => {
  /** A terminal of which jail leads the session, closed so many seconds after the start. */
  const CLOSING = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
time.sleep(float(sys.argv[1]))
os.close(terminal)
os.waitpid(pid, 0)
`
  test(
    'at any time of the start: nothing is left',
    () => {
      for (let delay = 0; delay <= 160; delay += 20) {
        const run = [JAIL, 'run', '--', 'sleep', mark]
        const closed = box.command(['python3', '-c', CLOSING, String(delay / 1000), ...run])
        expect([delay, closed]).toEqual([delay, { code: 0, out: '', err: '' }])
      }
    },
    LONG,
  )
  test('and nothing was', async () => {
    await gone(MARK, GONE_MS)
    expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
    expect(changes(box, before)).toEqual([])
  })
})

describe('the first process of the box', () => {
  test.each([
    ['what it has open', 'for fd in /proc/1/fd/*; do echo x > $fd || cat $fd; done'],
    ['its memory', 'head -c 1 /proc/1/mem || echo x > /proc/1/mem'],
    ['its environment', 'cat /proc/1/environ'],
    ['its program', 'cat /proc/1/exe'],
  ])('does not let the command reach %s, and the exit code of jail is the true one', (_, script) => {
    const { code, out } = box.run(`{ ${script}; } 2> /dev/null; exit 7`)
    expect({ code, out }).toEqual({ code: 7, out: '' })
    // The control: of itself the command reaches that.
    const own = box.run(
      `cat /proc/$$/environ | grep -c HOME; exec 3> /tmp/f; echo x > /proc/$$/fd/3; cat /tmp/f`,
    )
    expect(own).toMatchObject({ code: 0, out: '1\nx\n' })
  })

  test('takes in orphans and does not keep them', () => {
    const script = `for n in 1 2 3 4 5; do (sh -c 'exit 0' & ) ; done; sleep 0.2; ps -eo stat= | grep -c Z; exit 0`
    expect(box.run(script).out).toBe('0\n')
  })
})

// jail does not start where the owner of bwrap is not known, as in a user namespace, so only root can mount for it.
const noMount = IS_ROOT ? '' : ' (skipped: only root can mount a small file system)'
describe.skipIf(!IS_ROOT).each([
  ['root', ''],
  ['an ordinary user', asUser(12_345).join(' ')],
])(`the disk is full, for %s${noMount}`, (_, who) => {
  /** In mounts of its own: a disk of 1 MiB with a home folder and a repository, and jail where anybody can start it. */
  const on = (script: string) => {
    chmodSync(box.top, 0o755)
    const top = mkdtempSync(join(box.top, 'disk-'))
    const room = `mount -t tmpfs -o size=1m,mode=777 none "$TOP"; touch "$TOP-jail"; mount --bind "$JAIL" "$TOP-jail"
cd "$TOP"; exec ${who} sh -c "$0"`
    const start = `export HOME="$TOP/home" JAIL="$TOP-jail"; mkdir -p "$HOME/p" && cd "$HOME/p" && git init -q && ${script}`
    return box.command(['unshare', '-m', 'sh', '-ec', room, start], {
      env: { TOP: top, JAIL, TMPDIR: '/tmp' },
      cwd: '/',
    })
  }
  const LEFT = 'find "$TOP" -name "*.new" -o -name commondir -o -size 0 -name "*.json"'
  const RECORDS = `cat "$HOME"/.local/state/jail/review/*.json | grep -c '^{"ended":.*,"version":1,.*}$'`

  test('from the start: jail says so and starts nothing, and starts once there is room', () => {
    const fill = 'dd if=/dev/zero of="$TOP/fill" bs=4k 2> /dev/null'
    const script = `${fill}; "$JAIL" run -- echo started; echo $?; rm "$TOP/fill"; ${LEFT}; "$JAIL" run -- echo fine; echo $?; ${LEFT}`
    const { out, err } = on(script)
    expect(out).toBe('125\nfine\n0\n')
    expect(err).toContain('cannot be made (errno 28).')
    expect(err).toContain('free some space')
  })

  test('from the middle of a run: it ends with its own code, the shared file is taken back, the record is whole', () => {
    const fill = 'dd if=/dev/zero of=fill bs=4k; exit 5'
    const script = `"$JAIL" run -- sh -c '${fill}'; echo $?; ${LEFT}; ${RECORDS}; rm fill; "$JAIL" run -- echo fine; echo $?; ${LEFT}`
    expect(on(script).out).toBe('5\n1\nfine\n0\n')
  })
})

describe('the clock jumps', () => {
  const at = (year: number) => new Date(`${year}-06-01T00:00:00Z`)
  test.each([1980, 2037])(
    'to %i, by the times of all that jail keeps and of the project: the review is right',
    (year) => {
      const all = ['.local/state/jail', 'src/project'].flatMap((folder) =>
        readdirSync(join(box.home, folder), { recursive: true }).map((name) =>
          join(box.home, folder, String(name)),
        ),
      )
      for (const path of all) utimesSync(path, at(year), at(year))
      expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
      // The same size and the same time, which the command sets back: only the content tells.
      const attributes = box.plant('src/project/.git/info/attributes', '* text\n')
      utimesSync(attributes, at(year), at(year))
      expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
      const script = `printf '* -tex\\n' > .git/info/attributes; touch -d ${year}-06-01T00:00:00Z .git/info/attributes`
      const changed = box.run(script, ['--write', '.git/info/attributes'])
      expect(changed.code).toBe(0)
      expect(changed.err).toContain('.git/info/attributes has changed')
      expect(reviewRecord(box)?.ended).toBe(true)
      rmSync(attributes)
      expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
    },
  )
})

/** A control group of the test's own for memory, below the one that it is in; undefined where none can be made. */
function memoryGroup(limit: string): { readonly path: string; readonly why: string } {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')
  const [, , own = ''] = lines.map((line) => line.split(':')).find(([, names]) => names === 'memory') ?? []
  const path = own === '' ? '' : `/sys/fs/cgroup/memory${own}/jail-test-${process.pid}`
  if (!IS_ROOT) return { path: '', why: 'only root can make a control group' }
  try {
    mkdirSync(path)
    writeFileSync(`${path}/memory.limit_in_bytes`, limit)
    return { path, why: '' }
  } catch (error) {
    return { path: '', why: String(error) }
  }
}
const group = memoryGroup('160M')
afterAll(() => {
  if (group.path !== '') rmdirSync(group.path)
})

describe.skipIf(group.path === '')(
  `out of memory${group.why === '' ? '' : ` (skipped: ${group.why})`}`,
  () => {
    const hog = `x = bytearray(10**9); print("enough")`
    const inGroup = (command: readonly string[]) =>
      box.command(['sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', group.path, ...command])

    test('the kernel ends the command, jail answers 137, and nothing is left', async () => {
      const done = inGroup([JAIL, 'run', '--', 'sh', '-c', `python3 -c '${hog}' ${mark}; exit $?`])
      expect(done).toMatchObject({ code: 137, out: '' })
      await gone(mark, GONE_MS)
      expect(box.run('true')).toEqual({ code: 0, out: '', err: '' })
      expect(changes(box, before)).toEqual([])
    })
  },
)
