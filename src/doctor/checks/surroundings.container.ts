import { judgeAround } from '../around.ts'
import { defineCheck } from '../check.ts'

export const check = defineCheck({
  id: 'surroundings.container',
  title: 'Does the container around jail allow jails?',
  needs: ['surroundings', 'live'],
  judge: ({ surroundings, live }) =>
    judgeAround({
      kinds: ['docker', 'podman', 'kubernetes', 'lxc'],
      isContainer: true,
      where: surroundings,
      live,
      fine: 'no container is around jail',
    }),
})
