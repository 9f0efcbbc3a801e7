import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'person.root',
  title: 'Do you run jail as yourself?',
  needs: ['person'],
  judge({ person: { uid, user } }) {
    if (uid !== 0) return ok(`${user} (uid ${uid})`)
    return warn(
      'you are root',
      'what an agent writes belongs to root, and root has no special rights inside; a hole in the kernel would give it all',
      {
        text: 'Run jail as an ordinary user. It needs no rights of root.',
        url: 'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
      },
    )
  },
})
