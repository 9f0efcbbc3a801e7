import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { Libc } from '../../src/sys/libc.ts'
import { Box, JAIL, LONG, until } from './support/box.ts'
import { endAll, gone, processesWith } from './support/processes.ts'

const MARK = `78.${process.pid}`
const SHELL = [JAIL, 'run', '--', 'sh', '-c'] as const
let box: Box
beforeAll(() => {
  box = new Box()
})
beforeEach(() => rmSync(join(box.project, 'started'), { force: true }))
afterAll(() => {
  endAll(MARK)
  box.remove()
})

type Name = 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGTERM' | 'SIGUSR1' | 'SIGUSR2'
const NAMES: readonly Name[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2']
const codeOf = (name: keyof typeof constants.signals) => 128 + constants.signals[name]

/** tgkill(2), which no jail makes. */
const TGKILL = process.arch === 'arm64' ? 131 : 234
const status = (pid: number, thread: number) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')

/** Starts a command that makes the file `started`, and answers once it is there. */
async function started(argv: readonly string[]) {
  const child = box.start(argv)
  await until('the command inside', () => (existsSync(join(box.project, 'started')) ? true : undefined))
  return child
}

describe('a signal to jail', () => {
  test.each([...NAMES])('%s reaches the command, whose exit code is that of jail', async (name) => {
    const trap = `trap 'echo told > told; exit 42' ${name.slice(3)}; touch started; while :; do sleep 0.02; done`
    const child = await started([...SHELL, trap])
    child.kill(name)
    expect(await child.exited).toBe(42)
    expect(box.read('told')).toBe('told\n')
    rmSync(join(box.project, 'told'))
  })

  test.each([...NAMES])('%s ends a command that does nothing about it, with 128+n', async (name) => {
    const child = await started([...SHELL, `touch started; exec sleep ${MARK}`])
    await until('sleep', () => (processesWith(`sleep ${MARK}`).length > 3 ? true : undefined))
    // The shell became sleep; the number of the process stays, and the script is gone from its line.
    await until('exec', () => processesWith(MARK).find(({ line }) => line === `sleep ${MARK}`))
    child.kill(name)
    expect(await child.exited).toBe(codeOf(name))
    expect(child.signalCode).toBeNull()
    await gone(MARK, 2000)
  })

  test('may come again and again, each reaches the command', async () => {
    const count = `n=0; trap 'n=$((n+1)); echo $n > count; [ $n -lt 5 ] || exit 5' USR1`
    const child = await started([...SHELL, `${count}; touch started; while :; do sleep 0.02; done`])
    for (let sent = 1; sent <= 5; sent++) {
      child.kill('SIGUSR1')
      await until(`signal ${sent}`, () =>
        existsSync(join(box.project, 'count')) && box.read('count') === `${sent}\n` ? true : undefined,
      )
    }
    expect(await child.exited).toBe(5)
  })

  test(
    'SIGTERM at any time of the start ends it with 143, and the command with it',
    async () => {
      for (let delay = 0; delay <= 150; delay += 10) {
        const child = box.start([JAIL, 'run', '--', 'sleep', MARK])
        await Bun.sleep(delay)
        child.kill('SIGTERM')
        expect([delay, await child.exited]).toEqual([delay, 143])
        await gone(MARK, 2000)
      }
    },
    LONG,
  )

  test(
    'SIGUSR1 while the command runs does not hide the end of it, whenever that comes',
    async () => {
      // Some thread of Bun takes what the waiting one is too busy for, so an end can be lost beside other work.
      for (let wait = 0; wait < 1; wait += 0.1) {
        const script = `trap : USR1; sleep ${wait} & touch started; until wait $!; do :; done`
        const child = await started([...SHELL, script])
        for (let sent = 0; sent < 20 && child.exitCode === null; sent++) {
          child.kill('SIGUSR1')
          await Bun.sleep(wait * 70)
        }
        expect([wait, await child.exited]).toEqual([wait, 0])
        rmSync(join(box.project, 'started'))
      }
    },
    LONG,
  )

  test.each([...NAMES])(
    '%s that the kernel gives to another thread of jail, as it does while jail is busy, reaches the command',
    async (name) => {
      const child = await started([
        ...SHELL,
        `trap 'exit 43' ${name.slice(3)}; touch started; while :; do sleep 0.02; done`,
      ])
      const others = readdirSync(`/proc/${child.pid}/task`)
        .map(Number)
        .filter((thread) => thread !== child.pid)
      const free = others.find((thread) => /^SigBlk:\t0+$/m.test(status(child.pid, thread)))
      expect(new Libc().raw(TGKILL, child.pid, free, constants.signals[name])).toBe(0)
      expect(await child.exited).toBe(43)
    },
  )

  test('reaches only the command: its children live on until it ends them', async () => {
    const wait = `trap 'kill $child; wait $child; echo child $? > told; exit 0' TERM`
    const child = await started([...SHELL, `sleep ${MARK} & child=$!; ${wait}; touch started; wait`])
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
    expect(box.read('told')).toBe('child 143\n')
  })
})

test(
  'the end of a command is seen whenever it comes',
  async () => {
    for (let wait = 300; wait < 700; wait += 50) {
      const waits = [0, 10, 20, 30, 40].map((more) => String((wait + more) / 1000))
      const children = waits.map((seconds) => box.start([JAIL, 'run', '--', 'sleep', seconds]))
      expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0, 0, 0])
    }
  },
  LONG,
)

describe('a command that ends by a signal of its own gives 128+n, as in a shell:', () => {
  test.each([
    'SIGHUP',
    'SIGINT',
    'SIGQUIT',
    'SIGILL',
    'SIGABRT',
    'SIGFPE',
    'SIGKILL',
    'SIGSEGV',
    'SIGPIPE',
    'SIGALRM',
    'SIGTERM',
    'SIGUSR1',
    'SIGXFSZ',
  ] as const)('%s', (name) => {
    const done = box.run(`ulimit -c 0; kill -${name.slice(3)} $$; exit 1`)
    expect(done).toEqual({ code: codeOf(name), out: '', err: '' })
  })
})

describe('what the command starts with', () => {
  const STATE = "grep -E '^Sig(Blk|Ign)' /proc/self/status"
  const under = (script: string) =>
    box.command(['sh', '-c', `${script}; exec "$@"`, 'sh', ...SHELL, STATE]).out
  const bits = (line: string, text: string) => BigInt(`0x${new RegExp(`${line}:\\t(\\w+)`).exec(text)?.[1]}`)
  // posix_spawn(3) of glibc leaves the two signals that are its own, 32 and 33, ignored.
  const ignored = (text: string) => bits('SigIgn', text) & 0x7fff_ffffn

  test('no signal is blocked or ignored: SIGPIPE and SIGXFSZ neither, which Bun ignores for itself', () => {
    const state = box.run(STATE).out
    expect([bits('SigBlk', state), ignored(state)]).toEqual([0n, 0n])
  })

  test.each(['HUP', 'INT', 'QUIT', 'TERM', 'USR1', 'USR2'] as const)(
    '%s that the caller ignores (nohup) stays ignored, and nothing else is',
    (name) => {
      const bit = 1n << BigInt(constants.signals[`SIG${name}`] - 1)
      expect(ignored(under(`trap '' ${name}`))).toBe(bit)
    },
  )

  test('under nohup, a hang-up ends neither jail nor the command', async () => {
    const script = 'touch started; sleep 0.5; echo lived > told'
    const child = await started(['nohup', ...SHELL, script])
    child.kill('SIGHUP')
    expect(await child.exited).toBe(0)
    expect(box.read('told')).toBe('lived\n')
  })

  test('SIGCHLD that the caller ignores does not keep jail from seeing the end', () => {
    expect(box.command(['bash', '-c', `trap '' CHLD; exec "$@"`, 'bash', ...SHELL, 'exit 6']).code).toBe(6)
  })

  test('a writer whose reader is gone ends at once, without a message', () => {
    const pipe = `"$@" | head -n 1; echo "\${PIPESTATUS[0]}"`
    const done = box.command(['bash', '-c', pipe, 'bash', JAIL, 'run', '--', 'yes'])
    expect(done).toEqual({ code: 0, out: 'y\n141\n', err: '' })
  })
})
