import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'network.helper',
  title: 'Is there a program for a network of its own?',
  needs: ['helpers'],
  judge: ({ helpers }) => {
    const found = (['pasta', 'slirp4netns'] as const).flatMap((name) => {
      const helper = helpers[name]
      return helper ? [`${helper.path} ${helper.version}`] : []
    })
    return found.length > 0
      ? ok(found.join(', '))
      : info(
          'neither pasta nor slirp4netns is installed',
          'nothing is missing today: the networks of jail are open and none, and both work without',
          'https://passt.top/',
        )
  },
})
