import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { agree, type Situation } from './support/agreement.ts'
import { Box, IS_ROOT, JAIL, LONG } from './support/box.ts'
import { asUser, BWRAPS, filtered, mounted, nested } from './support/situations.ts'

/** What doctor and run say of each version of bwrap, and of one whose file is not as it should be. */

const UID = 12345
const NOT_EVEN = 'not even bwrap --unshare-user --ro-bind / / true'
const CONTAINER = ['surroundings.container']

let box: Box
/** The home of an ordinary user. */
let theirs: Box
beforeAll(() => {
  box = new Box()
  theirs = new Box()
  // The other user reaches neither the checkout nor a folder of mode 0700.
  for (const one of [box, theirs]) chmodSync(one.top, 0o711)
  copyFileSync(JAIL, join(box.top, 'jail'))
  // Copies, since jail trusts none below a folder that others can write, as a checkout may lie in one.
  for (const [version, path] of reachableBwraps()) {
    copyFileSync(path, bwrap(version))
    chmodSync(bwrap(version), 0o755)
  }
  if (IS_ROOT) plantForUser()
}, LONG)
afterAll(() => {
  box.remove()
  theirs.remove()
})

const bwrap = (name: string): string => join(box.top, `bwrap-${name}`)
const env = (name: string) => () => ({ JAIL_BWRAP: bwrap(name) })

/**
 * The fetched ones. One with libraries of its own names them by their path, so where the other user cannot go there, as in
 * a checkout below /root, they are fetched again to where that user can.
 */
function reachableBwraps(): typeof BWRAPS {
  const isReachable = BWRAPS.every(
    ([, path]) => Bun.spawnSync([...asUser(UID), 'test', '-x', path]).exitCode === 0,
  )
  if (!IS_ROOT || isReachable) return BWRAPS
  const into = join(box.top, 'fetched')
  const script = new URL('../../scripts/fetch-bwraps', import.meta.url).pathname
  const done = Bun.spawnSync([script, '--into', into])
  if (done.exitCode !== 0) throw new Error(`fetch-bwraps failed: ${done.stderr}`)
  return BWRAPS.map(([version]) => [version, join(into, version, 'bwrap')] as const)
}

/** What only root can make: a home of somebody else, and bwraps with rights of root. */
function plantForUser(): void {
  for (const path of ['', ...readdirSync(theirs.home, { recursive: true })])
    chownSync(join(theirs.home, String(path)), UID, UID)
  for (const [version] of BWRAPS) {
    copyFileSync(bwrap(version), bwrap(`${version}-setuid`))
    chmodSync(bwrap(`${version}-setuid`), 0o4755)
    copyFileSync(bwrap(version), bwrap(`${version}-capable`))
    chmodSync(bwrap(`${version}-capable`), 0o755)
    const given = Bun.spawnSync(['setcap', 'cap_net_admin+ep', bwrap(`${version}-capable`)], {
      env: { PATH: '/usr/sbin:/sbin:/usr/bin:/bin' },
    })
    if (given.exitCode !== 0) throw new Error(`setcap failed: ${given.stderr}`)
  }
}

test('there is more than one version to try', () => {
  expect(BWRAPS.length > 1 ? 'enough' : 'run scripts/fetch-bwraps').toBe('enough')
})

describe.each([...BWRAPS])('doctor and run agree with bubblewrap %s', (version) => {
  const situations: readonly Situation[] = [
    { name: 'that works', make: () => [], exit: 0 },
    {
      name: 'under a filter that refuses namespaces',
      make: filtered,
      exit: 1,
      inEngine: CONTAINER,
      outside: ['modules.seccomp'],
      says: /filter refuses new namespaces|a seccomp filter is in force/,
      reach: NOT_EVEN,
    },
  ]
  test.each(situations.map((one) => [one.name, one] as const))('%s', (_, one) =>
    agree(box, { ...one, env: env(version) }),
  )

  const forRoot: readonly Situation[] = [
    {
      name: 'where no user namespace may be made',
      make: () => nested('echo 0 > /proc/sys/user/max_user_namespaces'),
      exit: 1,
      fails: ['namespaces.limits', 'namespaces.single-user'],
      says: /another sandbox, which allows no new namespaces/,
      reach: NOT_EVEN,
    },
    {
      name: 'where a part of /proc is covered',
      make: () => mounted('mount -t tmpfs none /proc/fs'),
      exit: 1,
      inEngine: CONTAINER,
      says: /no new \/proc while parts of this one are covered \(\/proc\/fs\)/,
      reach: '--proc /proc fails',
    },
  ]
  test.skipIf(!IS_ROOT).each(forRoot.map((one) => [one.name, one] as const))(
    `%s${IS_ROOT ? '' : ' (skipped: only root can make it)'}`,
    (_, one) => agree(box, { ...one, env: env(version) }),
  )
})

describe.skipIf(!IS_ROOT)(
  `doctor and run agree for an ordinary user${IS_ROOT ? '' : ' (skipped: only root can make the files)'} with`,
  () => {
    const user = (one: Omit<Situation, 'make'>, ...options: string[]): void => userIn([], one, ...options)
    const userIn = (around: string[], one: Omit<Situation, 'make'>, ...options: string[]): void =>
      agree(theirs, {
        ...one,
        make: () => [...around, ...asUser(UID, ...options)],
        jail: join(box.top, 'jail'),
      })

    test('nothing special', () => user({ name: '', exit: 0 }))

    test('an ambient capability, as some desktops give', () =>
      user({ name: '', exit: 0 }, '--inh-caps=+wake_alarm', '--ambient-caps=+wake_alarm'))

    test('a part of /proc that is covered', () =>
      userIn(mounted('mount -t tmpfs none /proc/fs'), {
        name: '',
        exit: 1,
        inEngine: CONTAINER,
        says: /no new \/proc while parts of this one are covered/,
      }))

    test('a user namespace around, which knows no root', () =>
      agree(theirs, {
        name: '',
        make: () => [...asUser(UID), ...nested('true')],
        jail: join(box.top, 'jail'),
        exit: 1,
        fails: ['bubblewrap.trusted'],
        says: /belongs to nobody who is known here, as in another sandbox/,
      }))

    test.each([...BWRAPS])(
      'bubblewrap %s that is setuid root',
      (version) => {
        const refuses = Bun.semver.order(version, '0.12.0') >= 0
        user({
          name: '',
          env: env(`${version}-setuid`),
          exit: refuses ? 1 : 0,
          fails: refuses ? ['bubblewrap.trusted'] : [],
          warns: refuses ? [] : ['bubblewrap.setuid'],
          says: /is setuid root, and refuses to start so/,
        })
      },
      LONG,
    )

    test.each([...BWRAPS])('bubblewrap %s that has capabilities of its own', (version) =>
      user({
        name: '',
        env: env(`${version}-capable`),
        exit: 1,
        fails: ['bubblewrap.trusted'],
        says: /has capabilities of its own, and refuses to start so/,
      }),
    )
  },
)

test.skipIf(!IS_ROOT).each([...BWRAPS])(
  `doctor and run agree for root with bubblewrap %s that is setuid root${IS_ROOT ? '' : ' (skipped: only root can make it)'}`,
  (version) =>
    agree(box, {
      name: '',
      make: () => [],
      env: env(`${version}-setuid`),
      exit: 0,
      warns: ['bubblewrap.setuid'],
    }),
)
