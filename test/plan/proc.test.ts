import { describe, expect, test } from 'bun:test'
import type { PathFact } from '../../src/host/facts.ts'
import { PROC_PATHS, procOps, rootOps } from '../../src/plan/proc.ts'

const EVE = 1000
const ROOT = 0

const file = (real: string, mode: number): PathFact => ({
  state: 'present',
  real,
  links: [],
  kind: real === '/proc/pressure' ? 'folder' : 'file',
  mode,
  uid: 0,
  gid: 0,
  size: 0,
})
/** What is there, with its mode. */
const paths = (modes: Readonly<Record<string, number>>): ReadonlyMap<string, PathFact> =>
  new Map(Object.entries(modes).map(([path, mode]) => [path, file(path, mode)]))

const NEW = paths({
  '/proc/keys': 0o444,
  '/proc/kallsyms': 0o444,
  '/proc/interrupts': 0o444,
  '/proc/kcore': 0o400,
  '/proc/timer_list': 0o400,
  '/proc/pressure': 0o555,
})
const OPEN = ['/proc/keys', '/proc/kallsyms', '/proc/interrupts', '/proc/pressure']
const ALL = [...NEW.keys()]
/** Linux 4.x and 5.x. */
const OLD = paths({ '/proc/sched_debug': 0o444, '/proc/timer_list': 0o444, '/proc/latency_stats': 0o600 })

describe('the files of the kernel in /proc', () => {
  test.each([
    ['that others may read are closed for a person', EVE, false, NEW, OPEN],
    ['are all closed for root', ROOT, false, NEW, ALL],
    ['are left to the sandbox in a nested box', EVE, true, NEW, []],
    ['are closed in a nested box of root, in which no sandbox works', ROOT, true, NEW, ALL],
    ['of an old kernel likewise', EVE, false, OLD, ['/proc/timer_list', '/proc/sched_debug']],
    ['of an old kernel for root', ROOT, false, OLD, [...OLD.keys()]],
    ['that are not there are not covered', ROOT, false, paths({}), []],
  ])('%s', (_, uid, nested, there, closed) => {
    const ops = procOps({ uid, nested, paths: there })
    expect(ops.map(({ path }) => path).toSorted()).toEqual(closed.toSorted())
  })

  test('are covered by /dev/null, but for the folder, which is read-only', () => {
    for (const op of procOps({ uid: ROOT, nested: false, paths: NEW })) {
      const source = op.path === '/proc/pressure' ? op.path : '/dev/null'
      expect(op).toMatchObject({ kind: 'bind', access: 'ro', source })
    }
  })

  test('are all asked for, and each has a reason', () => {
    const there = new Map(PROC_PATHS.map((path) => [path, file(path, 0o444)]))
    const ops = procOps({ uid: EVE, nested: false, paths: there })
    expect(ops.map(({ path }) => path).toSorted()).toEqual([...PROC_PATHS].toSorted())
    for (const { why } of ops) expect(why.length).toBeGreaterThan(10)
  })
})

test('all of /proc is read-only for root, and for nobody else', () => {
  expect(rootOps(ROOT)).toMatchObject([{ kind: 'remount-ro', path: '/proc' }])
  expect(rootOps(EVE)).toEqual([])
})
