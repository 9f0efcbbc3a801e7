import { freshRepository, git } from '../src/verify/git.ts'
import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe, type Field } from '../src/verify/probe.ts'

const { plant, attempt } = sameAsOutside('ghosts', linesOf, (inside, outside) =>
  // What is hidden is missing inside, and no ghost.
  inside.every((line) => outside.includes(line)),
)

/** What this and other probes put into the project, some of it after the answer outside. */
const OTHERS = [':!answers', ':!new-file']

function linesOf({ project }: Field): string[] {
  const { code, out, err } = git(project, 'status', '--porcelain', '--', ...OTHERS)
  if (code !== 0) throw new Error(err)
  return out.split('\n').sort()
}

export const probe = defineProbe({
  id: 'works-no-ghosts',
  claim: 'What protects the project puts no file into it that git would see.',
  guards: [],
  alone: 'git',
  plant: async (field) => {
    freshRepository(field.project)
    await plant(field)
  },
  attempt,
})
