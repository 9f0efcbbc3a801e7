import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { gatherCgroups } from '../../src/host/gather/cgroups.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { Box, JAIL } from './support/box.ts'

const files = new Files(new Libc())
const { memory, pids } = gatherCgroups(files)
const left = (above: string) => (files.names(above) ?? []).filter((name) => name.startsWith('jail-'))

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
const bomb = () => box.jail(['run', '--', 'python3', '-c', BOMB])

describe.skipIf(!pids.can)(
  `processes${pids.can ? '' : ` (skipped: no control group can be made: ${pids.because})`}`,
  () => {
    const above = pids.can ? pids.above : ''

    test('are as many as the limit says, and the host goes on', () => {
      limit('limits: {processes: 50}\n')
      expect(bomb()).toEqual({ code: 0, out: `${EAGAIN}\n49\n`, err: '' })
      expect(box.outside('echo on').out).toBe('on\n')
      expect(left(above)).toEqual([])
    })

    test('are counted for each box alone', async () => {
      limit('limits: {processes: 50}\n')
      const both = [1, 2].map(() => box.start([JAIL, 'run', '--', 'python3', '-c', BOMB]))
      const outs = await Promise.all(both.map((child) => new Response(child.stdout).text()))
      await Promise.all(both.map((child) => child.exited))
      expect(outs).toEqual([`${EAGAIN}\n49\n`, `${EAGAIN}\n49\n`])
      expect(left(above)).toEqual([])
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

    test('a killed jail leaves a group that the next one takes away', async () => {
      limit('limits: {processes: 50}\n')
      const child = box.start([JAIL, 'run', '--', 'sh', '-c', 'echo there; sleep 20'])
      await child.stdout.getReader().read()
      expect(left(above)).toEqual([`jail-${child.pid}`])
      child.kill('SIGKILL')
      await child.exited
      await Bun.sleep(200)
      expect(box.run('true').code).toBe(0)
      expect(left(above)).toEqual([])
    })
  },
)

describe.skipIf(pids.can)(
  `a limit that nothing holds${pids.can ? ' (skipped: it can be held here)' : ''}`,
  () => {
    test('stops the start with the reason, unless it is accepted', () => {
      limit('limits: {processes: 50}\n')
      const done = box.run('echo ran')
      expect([done.code, done.out]).toEqual([125, ''])
      expect(done.err).toContain('processes-limit')
      expect(done.err).toContain('systemd-run --user --scope')
      limit('limits: {processes: 50}\naccept: {processes-limit: a test}\n')
      expect(box.run('echo ran')).toEqual({ code: 0, out: 'ran\n', err: '' })
    })
  },
)

// In a group of its own somebody counts on what is in it: a test does not make more of it.
const isFree = memory.can && memory.own === '/sys/fs/cgroup/memory'
const why = memory.can
  ? `this process is in the control group ${memory.own} of somebody else`
  : memory.because
test.skipIf(!isFree)(`memory ends where the limit says${isFree ? '' : ` (skipped: ${why})`}`, () => {
  const hog = `b = []\nfor n in range(1, 51):\n    b.append(b"x" * 10_000_000)\nprint(n)`
  limit('limits: {memory: 100M}\n')
  expect(box.jail(['run', '--', 'python3', '-c', hog]).out).toBe('')
  limit('limits: {memory: 2G}\n')
  expect(box.jail(['run', '--', 'python3', '-c', hog]).out).toBe('50\n')
})
