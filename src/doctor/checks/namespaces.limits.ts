import { mendOf } from '../../diagnose/cause.ts'
import { noNamespaces } from '../../diagnose/kernel-settings.ts'
import { nested } from '../../diagnose/outer-limits.ts'
import { NAMESPACES } from '../../host/blockers.ts'
import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'namespaces.limits',
  title: 'May new namespaces of each kind be made?',
  needs: ['namespaceLimits', 'process'],
  judge({ namespaceLimits, process }) {
    const none = NAMESPACES.filter((kind) => namespaceLimits[kind] === 0)
    const setting = noNamespaces({ noNamespaces: none })
    if (!setting) return ok('no limit of namespaces is 0')
    const seen = `${none.map((kind) => `user.max_${kind}_namespaces`).join(', ')} ${none.length > 1 ? 'are' : 'is'} 0`
    const outer = nested(process)
    if (outer) return fail(seen, `no jail can be made: ${outer.cause}`, mendOf(outer))
    if (none.length === 1 && none[0] === 'net')
      return warn(seen, 'jail run --network none cannot be used; other starts work', mendOf(setting))
    return fail(seen, 'no jail can be made: it takes one of each kind', mendOf(setting))
  },
})
