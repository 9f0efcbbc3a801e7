import { judgeAround } from '../around.ts'
import { defineCheck } from '../check.ts'

export const check = defineCheck({
  id: 'surroundings.gvisor',
  title: "Is this Linux's own kernel, not gVisor?",
  needs: ['surroundings', 'live'],
  judge: ({ surroundings, live }) =>
    judgeAround({ kinds: ['gvisor'], where: surroundings, live, fine: 'the kernel is no gVisor' }),
})
