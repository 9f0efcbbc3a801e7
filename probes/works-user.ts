import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { ran } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-user',
  claim: 'The user and the group have the same names and numbers as outside.',
  guards: [],
  // A number without a name outside may have one inside.
  ...sameAsOutside('user', who, (inside, outside) =>
    inside.every((value, at) => value === outside[at] || outside[at] === null),
  ),
})

function who(): (string | null)[] {
  return [['-u'], ['-g'], ['-un'], ['-gn']].map((words) => {
    const { code, out } = ran(['id', ...words])
    return code === 0 ? out.trim() : null
  })
}
