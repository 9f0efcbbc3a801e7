import { mendOf } from '../../diagnose/cause.ts'
import { landlock as causeOf } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'
import { isBlamed } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.landlock',
  title: 'Does Landlock leave jail alone?',
  needs: ['landlock', 'live'],
  judge({ landlock: { abi }, live }) {
    if (isBlamed(live, ['landlock'])) {
      return fail(
        'mounts are refused though nothing else forbids them, as Landlock does it',
        'another sandbox started jail, and no jail can be made in it',
        mendOf(causeOf()),
      )
    }
    return ok(
      abi === 0
        ? 'this kernel has no Landlock, which jail does not need'
        : `version ${abi} of its interface; jail needs none of it`,
    )
  },
})
