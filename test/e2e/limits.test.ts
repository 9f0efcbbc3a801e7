import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, rmdirSync } from 'node:fs'
import { gatherCgroups } from '../../src/host/gather/cgroups.ts'
import { limitsOf } from '../../src/plan/limits.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { Box, JAIL } from './support/box.ts'
import { endAll, processesWith } from './support/processes.ts'

const files = new Files(new Libc())
const uid = process.getuid?.() ?? -1
const cgroups = gatherCgroups(files, { uid, env: process.env as Record<string, string> })
/** What holds both limits here, by the very rule of the plan. */
const { limits, weakened } = limitsOf({ memoryBytes: 1, processes: 1 }, { caller: { uid }, cgroups })
const reason = (id: string) => weakened.find((one) => one.id === id)?.because
const [noMemory, noProcesses] = [reason('memory-limit'), reason('processes-limit')]
const left = () =>
  limits.groups.flatMap(({ above }) => (files.names(above) ?? []).filter((name) => name.startsWith('jail-')))

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())
const limit = (text: string) => box.plant('.config/jail/config.yaml', text, 0o600)

/** Forks until the kernel refuses, 300 times at most, and says how often it could; all end with it. */
const BOMB = `
import os, signal, time
children = []
try:
    for _ in range(300):
        pid = os.fork()
        if pid == 0:
            time.sleep(20)
            os._exit(0)
        children.append(pid)
except OSError as error:
    print(error.errno)
print(len(children))
for pid in children:
    os.kill(pid, signal.SIGKILL)
`
const EAGAIN = 11
const bomb = (words: readonly string[] = []) => box.jail(['run', '--', ...words, 'python3', '-c', BOMB])
const HELD = { code: 0, out: `${EAGAIN}\n49\n`, err: '' }

describe.skipIf(noProcesses !== undefined)(
  `processes${noProcesses === undefined ? '' : ` (skipped: nothing holds them: ${noProcesses})`}`,
  () => {
    test('are as many as the limit says, and the host goes on', () => {
      limit('limits: {processes: 50}\n')
      expect(bomb()).toEqual(HELD)
      expect(box.outside('echo on').out).toBe('on\n')
      expect(left()).toEqual([])
    })

    test('are counted for each box alone', async () => {
      limit('limits: {processes: 50}\n')
      const both = [1, 2].map(() => box.start([JAIL, 'run', '--', 'python3', '-c', BOMB]))
      const outs = await Promise.all(both.map((child) => new Response(child.stdout).text()))
      await Promise.all(both.map((child) => child.exited))
      expect(outs).toEqual([HELD.out, HELD.out])
      expect(left()).toEqual([])
    })

    test('are counted without those that the person has outside', async () => {
      limit('limits: {processes: 50}\n')
      const outside = Array.from({ length: 60 }, () => Bun.spawn(['sleep', '60']))
      try {
        expect(bomb()).toEqual(HELD)
      } finally {
        for (const child of outside) child.kill('SIGKILL')
        await Promise.all(outside.map((child) => child.exited))
      }
    })

    test('in namespaces of its own are counted too, and the limit cannot be raised there', () => {
      limit('limits: {processes: 50}\nnested: true\n')
      expect(bomb(['unshare', '-U'])).toEqual(HELD)
      const raise = 'import resource as r; r.setrlimit(r.RLIMIT_NPROC, (r.RLIM_INFINITY,) * 2)'
      const raised = box.jail([
        'run',
        '--',
        'unshare',
        '-U',
        'python3',
        '-c',
        `try:\n  ${raise}\nexcept ValueError: pass\n${BOMB}`,
      ])
      expect(raised).toEqual(HELD)
    })

    test.each(['', 'limits: {processes: null}\n'])('have no limit when none is set (%j)', (text) => {
      limit(text)
      expect(bomb().out).toBe('300\n')
    })

    test('of one are enough for a command alone, and no more', () => {
      limit('limits: {processes: 1}\n')
      expect(box.run('exec echo one').out).toBe('one\n')
      expect(box.run('echo a | cat').code).not.toBe(0)
    })
  },
)

const groupsHold = limits.groups.length > 0
describe.skipIf(!groupsHold)(
  `groups that jail makes${groupsHold ? '' : ' (skipped: it makes none here)'}`,
  () => {
    test('of a killed jail are taken away by the next one, and nothing else is', async () => {
      limit('limits: {processes: 50}\n')
      const above = limits.groups.at(-1)?.above ?? ''
      const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo there; sleep 20'])
      await child.stdout.getReader().read()
      expect(left()).toEqual([expect.stringMatching(new RegExp(`^jail-\\d+-${child.pid}-[0-9a-z]+$`))])
      // Names that begin alike, of somebody else: empty, so the kernel would let them be removed.
      const others = ['jail-1', 'jail-app.slice', `jail-0-${child.pid}-x`].map((name) => `${above}/${name}`)
      for (const other of others) mkdirSync(other)
      try {
        child.kill('SIGKILL')
        await child.exited
        for (let look = 0; look < 100 && left().length === others.length + 1; look++) {
          expect(box.run('true').code).toBe(0)
          await Bun.sleep(20)
        }
        expect(left().toSorted()).toEqual(['jail-1', 'jail-app.slice', `jail-0-${child.pid}-x`].toSorted())
      } finally {
        for (const other of others) rmdirSync(other)
      }
    })

    test('are above what the box sees of them, and jail itself stays outside', async () => {
      limit('limits: {memory: 1G, processes: 50}\n')
      expect(box.run('grep -v :/$ /proc/self/cgroup || echo nothing').out).toBe('nothing\n')
      const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo there; read line'], { stdin: 'pipe' })
      await child.stdout.getReader().read()
      const own = (pid: number | string) => box.outside(`cat /proc/${pid}/cgroup`).out
      expect(own(child.pid)).toBe(own('self'))
      child.kill('SIGTERM')
      await child.exited
      expect(left()).toEqual([])
    })

    test('hold whenever jail is killed during the start: nothing runs on, and the next one cleans up', async () => {
      limit('limits: {memory: 1G, processes: 50}\n')
      const mark = `36${process.pid}`
      for (let delay = 0; delay <= 120; delay += 20) {
        const child = box.start([JAIL, 'run', '--', 'sleep', mark])
        await Bun.sleep(delay)
        child.kill('SIGKILL')
        await child.exited
        const running = () => processesWith(mark).filter(({ line }) => line === `sleep ${mark}`)
        for (let look = 0; look < 100 && running().length > 0; look++) await Bun.sleep(20)
        expect(running()).toEqual([])
        // What bwrap's own flaw leaves behind, in which nothing was started (leftovers.test.ts).
        endAll(mark)
      }
      for (let look = 0; look < 100 && left().length > 0; look++) {
        expect(box.run('true').code).toBe(0)
        await Bun.sleep(20)
      }
      expect(left()).toEqual([])
    })

    test('of many jails at once do not meet', async () => {
      limit('limits: {processes: 50}\n')
      const many = Array.from({ length: 12 }, () => box.start([JAIL, 'run', '--', 'echo', 'on']))
      expect(await Promise.all(many.map((child) => new Response(child.stdout).text()))).toEqual(
        Array(12).fill('on\n'),
      )
      expect(await Promise.all(many.map((child) => child.exited))).toEqual(Array(12).fill(0))
      expect(left()).toEqual([])
    })
  },
)

const someUnheld = noMemory ?? noProcesses
describe.skipIf(someUnheld === undefined)(
  `a limit that nothing holds${someUnheld === undefined ? ' (skipped: both can be held here)' : ''}`,
  () => {
    const [id, word] =
      noMemory === undefined ? ['processes-limit', 'processes: 50'] : ['memory-limit', 'memory: 1G']
    test('stops the start with the reason, unless it is accepted', () => {
      limit(`limits: {${word}}\n`)
      const done = box.run('echo ran')
      expect([done.code, done.out]).toEqual([125, ''])
      expect(done.err).toContain(id)
      expect(done.err).toContain(someUnheld ?? '')
      expect(done.err).toContain('loginctl enable-linger')
      limit(`limits: {${word}}\naccept: {${id}: a test}\n`)
      expect(box.run('echo ran')).toEqual({ code: 0, out: 'ran\n', err: '' })
    })
  },
)

test.skipIf(noMemory !== undefined)(
  `memory ends where the limit says${noMemory === undefined ? '' : ` (skipped: nothing holds it: ${noMemory})`}`,
  () => {
    const hog = `b = []\nfor n in range(1, 21):\n    b.append(b"x" * 10_000_000)\nprint(n)`
    limit('limits: {memory: 64M}\n')
    expect(box.jail(['run', '--', 'python3', '-c', hog])).toMatchObject({ code: 137, out: '' })
    // What is no file of anybody counts as well, and so does what all processes together hold.
    const shared = 'dd if=/dev/zero of=/dev/shm/x bs=1M count=200 2>/dev/null'
    expect(box.run(`${shared} && echo all`).out).toBe('')
    limit('limits: {memory: 2G}\n')
    expect(box.jail(['run', '--', 'python3', '-c', hog]).out).toBe('20\n')
    expect(box.run(`${shared} && echo all`).out).toBe('all\n')
    expect(left()).toEqual([])
  },
)
