import { mendOf } from '../../diagnose/cause.ts'
import { landlock as causeOf } from '../../diagnose/outer-limits.ts'
import { whyUnscoped } from '../../plan/scopes.ts'
import { WEAKENINGS } from '../../policy/weakenings.ts'
import { defineCheck } from '../check.ts'
import { fail, info, ok } from '../finding.ts'
import { isBlamed } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.landlock',
  title: 'Does Landlock leave jail alone, and keep signals in the box?',
  needs: ['landlock', 'live'],
  judge({ landlock: { abi }, live }) {
    if (isBlamed(live, ['landlock'])) {
      return fail(
        'mounts are refused though nothing else forbids them, as Landlock does it',
        'another sandbox started jail, and no jail can be made in it',
        mendOf(causeOf()),
      )
    }
    const because = whyUnscoped(abi, { setuid: false })
    if (because === undefined)
      return ok(`version ${abi} of its interface, which keeps signals and abstract sockets in the box`)
    return info(because, WEAKENINGS['landlock-scopes'], 'https://docs.kernel.org/userspace-api/landlock.html')
  },
})
