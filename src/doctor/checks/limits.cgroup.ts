import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'limits.cgroup',
  title: 'Which control groups are there?',
  needs: ['cgroup'],
  judge: ({ cgroup: { version, controllers } }) => {
    const without = 'it matters only for limits.memory and limits.processes'
    const url = 'https://docs.kernel.org/admin-guide/cgroup-v2.html'
    if (version === 0) return info('there are no control groups', without, url)
    if (version !== 2)
      return info(
        `control groups are ${version === 1 ? 'version 1' : 'a mixture of version 1 and 2'}`,
        without,
        url,
      )
    const missing = ['memory', 'pids'].filter((name) => !controllers.includes(name))
    return missing.length === 0
      ? ok(`version 2 with ${controllers.join(', ')}`)
      : info(`version 2, without ${missing.join(' and ')} for this user`, without, url)
  },
})
