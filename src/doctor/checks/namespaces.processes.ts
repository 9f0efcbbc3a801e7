import { mendOf } from '../../diagnose/cause.ts'
import { processes } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { judgeByStart } from '../suspect.ts'

export const check = defineCheck({
  id: 'namespaces.processes',
  title: 'May the processes of a jail be started?',
  needs: ['live'],
  judge: ({ live }) =>
    judgeByStart(
      {
        seen: 'the kernel gives no further process (EAGAIN)',
        means: 'no jail can be made until some processes end or the limit is raised',
        mend: mendOf(processes()),
        causes: ['processes', 'launch.processes'],
      },
      'the limit of processes leaves room for a jail',
      live,
    ),
})
