import { describe, expect, test } from 'bun:test'
import { JailError } from '../../src/errors.ts'
import { refuseWeaker } from '../../src/plan/refuse.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { WEAKENINGS } from '../../src/policy/weakenings.ts'
import { decide, PLACES } from '../hosts/small.ts'

function refusalOf(start: () => void): JailError {
  try {
    start()
  } catch (error) {
    if (error instanceof JailError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('signals and abstract sockets end at the box', () => {
  test.each([
    ['with the first kernel that has scopes', 6, false],
    ['with later ones', 7, false],
  ] as const)('%s', (_, landlock, setuid) => {
    const { plan } = decide([{}], { bwrap: { setuid } }, { landlock })
    expect({ scoped: plan.scoped, weakened: plan.weakened }).toEqual({ scoped: true, weakened: [] })
  })

  const NEWER = 'Use Linux 6.12 or newer.'
  test.each([
    ['without Landlock', 0, false, 'this kernel has no Landlock', NEWER],
    ...[1, 2, 3, 4, 5].map(
      (abi) => [`with Landlock ${abi}`, abi, false, `here it is ${abi}`, NEWER] as const,
    ),
    ['with Landlock switched off', -95, false, 'Landlock is switched off on this kernel', 'lsm='],
    ['where a filter refuses it', -1, false, 'Landlock is refused here (errno 1)', 'around jail allow'],
    [
      'where a filter refuses it oddly',
      -22,
      false,
      'Landlock is refused here (errno 22)',
      'around jail allow',
    ],
    ['with a setuid bwrap', 7, true, 'a setuid bwrap cannot be started with them', 'setuid bit'],
    ['with a setuid bwrap on an old kernel', 2, true, 'here it is 2', NEWER],
  ] as const)(
    'not %s, which is told with what to do, and stops the start unless it is accepted',
    (_, landlock, setuid, why, fix) => {
      for (const network of ['open', 'none'] as const) {
        const { plan, policy } = decide([{ network }], { bwrap: { setuid } }, { landlock })
        expect(plan.scoped).toBe(false)
        expect(plan.weakened.map(({ id }) => id)).toEqual(['landlock-scopes'])
        expect(plan.weakened[0]?.because).toContain(why)
        expect(plan.weakened[0]?.fix).toContain(fix)
        const refused = refusalOf(() => refuseWeaker(plan, policy))
        expect(refused.message).toContain(`landlock-scopes: ${WEAKENINGS['landlock-scopes']}, because`)
        expect(refused.message).toContain(why)
        expect(refused.fix).toContain(fix)
        const accept = new Map([['landlock-scopes', 'fine']])
        expect(() => refuseWeaker(plan, { ...policy, accept })).not.toThrow()
      }
    },
  )

  test('and base accepts that they do not, with a reason', () => {
    const base = resolvePolicy('base', profileLayers('base', BUILTIN_PROFILES), PLACES)
    expect(base.accept.get('landlock-scopes')).toContain('6.12')
  })
})
