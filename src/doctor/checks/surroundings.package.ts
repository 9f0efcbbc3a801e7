import { judgeAround } from '../around.ts'
import { defineCheck } from '../check.ts'

export const check = defineCheck({
  id: 'surroundings.package',
  title: 'Is jail started outside of Flatpak and snap?',
  needs: ['surroundings', 'live'],
  judge: ({ surroundings, live }) =>
    judgeAround({
      kinds: ['flatpak', 'snap'],
      where: surroundings,
      live,
      fine: 'neither Flatpak nor a strict snap is around jail',
    }),
})
