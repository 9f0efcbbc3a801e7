import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT } from './support/box.ts'
import { gone } from './support/processes.ts'

const HERE = [process.execPath, join(import.meta.dir, 'support/live-here.ts')]

let box: Box
beforeAll(() => {
  box = new Box()
})
afterAll(() => box.remove())

/** What the script prints in a situation that `before` makes, in a user namespace of its own. */
function lookIn(before: string, options = '', cwd = box.project): Record<string, unknown> {
  const made = ['unshare', '-Ur', ...options.split(' ').filter(Boolean), 'sh', '-ec', `${before}\nexec "$@"`]
  const done = box.command(before === '' ? HERE : [...made, 'sh', ...HERE], { cwd })
  expect(done.err).toBe('')
  return JSON.parse(done.out)
}

test('a start that works', () => {
  expect(lookIn('')).toEqual({ state: 'works', weakened: [] })
})

test('keeps no answer of bwrap, and makes no more than a run does', () => {
  const made = readdirSync(box.home, { recursive: true }).map(String).sort()
  expect(existsSync(join(box.home, '.local/state/jail/bwrap.json'))).toBe(false)
  box.run('true')
  const run = readdirSync(box.home, { recursive: true }).map(String).sort()
  const fresh = run.filter((path) => !made.includes(path))
  expect(fresh.filter((path) => !path.startsWith('.local/state/jail/review'))).toEqual([
    '.local/state/jail/bwrap.json',
  ])
})

/** A user namespace of an ordinary user has no root in it, so that jail trusts no bwrap there. */
const forRoot = IS_ROOT ? '' : ' (skipped: only root can make this and still own bwrap)'

test('a folder that is no project is refused by its own sentence, and the least is tried', () => {
  expect(lookIn('', '', box.home)).toEqual({
    state: 'refused',
    id: 'project.home',
    sentence: `The project would be ${box.home}, your home folder, and everything in it would be writable.`,
    fix: 'Go into a project (cd ~/src/thing) or name one: jail run --project DIR …',
    leastWorks: true,
  })
})

test.skipIf(!IS_ROOT)(`a folder that is no project where nothing starts either${forRoot}`, () => {
  const live = lookIn('echo 0 > /proc/sys/user/max_user_namespaces', '', box.home)
  expect(live).toMatchObject({ state: 'fails', cause: 'nested', reaches: { kind: 'nothing' } })
})

test('what a trial writes is not seen, and its exit code is', () => {
  const done = box.command([...HERE, 'sh', '-c', 'echo out; echo err >&2; exit 7'])
  const { outcome, before, after } = JSON.parse(done.out)
  expect(done.err).toBe('')
  expect(outcome).toEqual({ kind: 'ran', code: 7 })
  expect(after).toEqual(before)
})

test('a trial that does not end is ended, with all that it started', async () => {
  const mark = `61.${process.pid}`
  const done = box.command([...HERE, 'sh', '-c', `sleep ${mark} & sleep ${mark}`])
  const { outcome, milliseconds, before, after } = JSON.parse(done.out)
  expect(outcome).toEqual({ kind: 'late' })
  expect(milliseconds).toBeLessThan(5000)
  expect(after).toEqual(before)
  await gone(`sleep ${mark}`, 5000)
})
