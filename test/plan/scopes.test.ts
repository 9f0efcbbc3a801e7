import { describe, expect, test } from 'bun:test'
import { refuseWeaker } from '../../src/plan/refuse.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { decide, PLACES } from '../hosts/small.ts'

describe('signals and abstract sockets end at the box', () => {
  test.each([
    ['with the first kernel that has scopes', 6, false],
    ['with later ones', 7, false],
  ] as const)('%s', (_, landlock, setuid) => {
    const { plan } = decide([{}], { bwrap: { setuid } }, { landlock })
    expect({ scoped: plan.scoped, weakened: plan.weakened }).toEqual({ scoped: true, weakened: [] })
  })

  test.each([
    ['without Landlock', 0, false, 'this kernel has no Landlock'],
    ['with an older Landlock', 5, false, 'here it is 5'],
    ['where a filter refuses it', -1, false, 'Landlock is refused here (errno 1)'],
    ['with a setuid bwrap', 7, true, 'a setuid bwrap cannot be started with them'],
  ] as const)(
    'not %s, which is told, and stops the start unless it is accepted',
    (_, landlock, setuid, why) => {
      const layers = [{ network: 'none' as const }]
      const { plan, policy } = decide(layers, { bwrap: { setuid } }, { landlock })
      expect(plan.scoped).toBe(false)
      expect(plan.weakened.map(({ id }) => id)).toEqual(['landlock-scopes'])
      expect(plan.weakened[0]?.because).toContain(why)
      expect(() => refuseWeaker(plan, policy)).toThrow('landlock-scopes')
      const accept = new Map([['landlock-scopes', 'fine']])
      expect(() => refuseWeaker(plan, { ...policy, accept })).not.toThrow()
    },
  )

  test('and base accepts that they do not, with a reason', () => {
    const base = resolvePolicy('base', profileLayers('base', BUILTIN_PROFILES), PLACES)
    expect(base.accept.get('landlock-scopes')).toContain('6.12')
  })
})
