import { mendOf } from '../../diagnose/cause.ts'
import { chroot } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { judgeByStart } from '../suspect.ts'

export const check = defineCheck({
  id: 'namespaces.chroot',
  title: 'Is this the root of the whole system, no chroot?',
  needs: ['live'],
  judge: ({ live }) =>
    judgeByStart(
      {
        seen: 'user namespaces are refused though every setting allows them, as they are inside a chroot',
        means: 'no jail can be made inside a chroot',
        mend: mendOf(chroot()),
        causes: ['chroot'],
      },
      'user namespaces can be made, which no chroot allows',
      live,
    ),
})
