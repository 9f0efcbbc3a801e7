import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLimited } from '../../src/launch/limited.ts'
import { LimitedStart } from '../../src/launch/limits.ts'
import { NO_LIMITS } from '../../src/plan/limits.ts'
import type { LimitGroup } from '../../src/plan/plan.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

/** A folder that is no control group: what the kernel would refuse is missing here, which is an error all the same. */
let above: string
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'jail-limits-'))
})
afterEach(() => rmSync(above, { recursive: true }))

const files = new Files(new Libc())
const limited = (groups: readonly LimitGroup[]) => new LimitedStart({ ...NO_LIMITS, groups }, files)
const NO_GATE = -1
const ENOENT = 2

describe('a box with limits does not start', () => {
  test('when a limit cannot be written', () => {
    const start = limited([{ above, settings: [{ file: 'pids.max', value: 9 }] }])
    let spawned = 0
    expect(() => start.start(() => ++spawned, NO_GATE)).toThrow(
      new RegExp(`pids.max gives errno ${ENOENT}\\.$`),
    )
    expect(spawned).toBe(0)
    start.remove()
    expect(readdirSync(above)).toEqual([])
  })

  test('when the second of two groups cannot be made, and the first is taken away', () => {
    const groups = [above, `${above}/missing`].map((one) => ({ above: one, settings: [] }))
    const start = limited(groups)
    expect(() => start.start(() => process.pid, NO_GATE)).toThrow('/missing/jail-')
    start.remove()
    expect(readdirSync(above)).toEqual([])
  })

  test('when it cannot be put into its group: what was started is ended and waited for', () => {
    const start = limited([{ above, settings: [] }])
    const child = Bun.spawn(['sleep', '60'])
    expect(() => start.start(() => child.pid, NO_GATE)).toThrow('/box/cgroup.procs gives errno 2')
    expect(files.stat(`/proc/${child.pid}`)).toBe(-ENOENT)
    start.remove()
    expect(readdirSync(above)).toEqual([])
  })

  test('when nobody is there to set them', () => {
    let spawned = 0
    expect(() => startLimited(undefined, 3, () => ++spawned)).toThrow('without them')
    expect(spawned).toBe(0)
    expect(startLimited(undefined, undefined, () => ++spawned)).toBe(1)
  })
})

test('of what is left, only what has the form of a name of jail and whose process is gone is taken away', () => {
  const namespace = readlinkSync('/proc/self/ns/pid').slice('pid:['.length, -1)
  const gone = Bun.spawnSync(['sh', '-c', 'echo $$']).stdout.toString().trim()
  const kept = [
    `jail-${namespace}-${process.pid}-abc`,
    `jail-1-${gone}-abc`,
    `jail-${namespace}-${gone}`,
    `jail-${namespace}-${gone}-abc-d`,
    `jail-${namespace}-0${gone}-abc`,
    `jail-${namespace}-x-abc`,
    `jail-${gone}`,
    'jail-app.slice',
    'jail-',
    'jailer',
  ]
  for (const name of [...kept, `jail-${namespace}-${gone}-abc/box`])
    mkdirSync(join(above, name), { recursive: true })
  limited([{ above, settings: [] }]).remove()
  expect(readdirSync(above).toSorted()).toEqual(kept.toSorted())
})

test('no two starts of one process have the same name', () => {
  const start = () => limited([{ above, settings: [] }])
  for (const one of [start(), start()]) expect(() => one.start(() => -1, NO_GATE)).not.toThrow()
  expect(readdirSync(above)).toHaveLength(2)
})
