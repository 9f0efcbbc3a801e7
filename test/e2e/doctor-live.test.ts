import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Box, IS_ROOT, LONG } from './support/box.ts'
import { gone } from './support/processes.ts'

const HERE = [process.execPath, join(import.meta.dir, 'support/live-here.ts')]

const COVER = 'mount -t tmpfs none /proc/fs; exec "$@"'

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

const FETCHED = new URL('../../.tools/bwrap', import.meta.url).pathname
const BWRAPS = existsSync(FETCHED)
  ? readdirSync(FETCHED)
      .map((version) => [version, join(FETCHED, version, 'bwrap')] as const)
      .filter(([, path]) => existsSync(path))
  : []

test.each(BWRAPS)('a start that works, and one that does not, with bwrap %s', (_, path) => {
  const env = { JAIL_BWRAP: path }
  expect(JSON.parse(box.command(HERE, { env }).out)).toMatchObject({ state: 'works' })
  const deep = box.command(['unshare', '-Urmpf', '--mount-proc', 'sh', '-ec', COVER, 'sh', ...HERE], { env })
  if (IS_ROOT)
    expect(JSON.parse(deep.out)).toMatchObject({
      state: 'fails',
      cause: 'masked-proc',
      reaches: { kind: 'option', option: '--proc /proc' },
    })
  else expect(JSON.parse(deep.out)).toMatchObject({ state: 'refused', id: 'bwrap.unusable' })
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

/** A situation, how it is made, the cause, and how far the start comes. */
const SITUATIONS: readonly (readonly [string, string, string, string, object])[] = [
  [
    'no user namespace may be made',
    'echo 0 > /proc/sys/user/max_user_namespaces',
    '',
    'nested',
    { kind: 'nothing' },
  ],
  [
    'no namespace of host names may be made',
    'echo 0 > /proc/sys/user/max_uts_namespaces',
    '',
    'nested',
    { kind: 'option', option: '--unshare-uts' },
  ],
  [
    'a part of /proc is covered',
    'mount -t tmpfs none /proc/fs',
    '-mpf --mount-proc',
    'masked-proc',
    { kind: 'option', option: '--proc /proc' },
  ],
  [
    '/dev has no full',
    'mount -t tmpfs none /mnt; cd /mnt; touch null zero random urandom tty; for n in *; do mount --bind /dev/$n $n; done; mount --rbind /mnt /dev; cd "$OLDPWD"',
    '-m',
    'no-devices',
    { kind: 'option', option: '--dev /dev' },
  ],
]

/** A user namespace of an ordinary user has no root in it, so that jail trusts no bwrap there. */
const forRoot = IS_ROOT ? '' : ' (skipped: only root can make this and still own bwrap)'

test.skipIf(!IS_ROOT).each(SITUATIONS)(
  `%s${forRoot}`,
  (_, before, options, cause, reaches) => {
    const live = lookIn(before, options)
    expect(live).toMatchObject({ state: 'fails', cause, reaches })
    expect(live['sentence']).toStartWith('The jail could not be set up: ')
  },
  LONG,
)

test.skipIf(!IS_ROOT || !existsSync('/proc/sys/vm/memfd_noexec'))(
  'programs in memory may not be executed (skipped for others than root, and where vm.memfd_noexec is missing)',
  () => {
    const live = lookIn('echo 2 > /proc/sys/vm/memfd_noexec', '-pf --mount-proc')
    expect(live).toMatchObject({ state: 'fails', cause: 'memfd-noexec', reaches: { kind: 'command' } })
  },
  LONG,
)

test.skipIf(!IS_ROOT)('root without CAP_SETFCAP (skipped: only root can drop it)', () => {
  const done = box.command(['setpriv', '--bounding-set=-setfcap', ...HERE])
  expect(JSON.parse(done.out)).toMatchObject({ cause: 'setfcap', reaches: { kind: 'nothing' } })
})

test('a folder that is no project is refused by its own sentence, and the least is tried', () => {
  expect(lookIn('', '', box.home)).toEqual({
    state: 'refused',
    id: 'project.home',
    sentence: `The project would be ${box.home}, your home folder, and everything in it would be writable.`,
    fix: 'Go into a project (cd ~/src/thing) or name one: jail run --project DIR …',
    leastWorks: true,
  })
})

test.skipIf(IS_ROOT)(
  'inside another sandbox no bwrap is trusted (skipped for root, who owns it there)',
  () => {
    const live = lookIn('true')
    expect(live).toMatchObject({
      state: 'refused',
      id: 'bwrap.unusable',
      fix: 'Start jail outside of that sandbox.',
      leastWorks: false,
    })
  },
)

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
