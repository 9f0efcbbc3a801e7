import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

/** An agent with its runtime and a build of some width. */
const HEADROOM = 256

export const check = defineCheck({
  id: 'limits.processes',
  title: 'May enough processes be started?',
  needs: ['limits'],
  judge: ({ limits: { processes } }) => {
    const { soft, used } = processes
    if (soft === null) return ok('as many as you like')
    if (used === null) return { status: 'unknown', seen: `${soft} at most; how many there are is not known` }
    const seen = `${used} of ${soft} are there`
    return soft - used >= HEADROOM
      ? ok(seen)
      : warn(seen, 'a start, or a build inside, may fail with "Resource temporarily unavailable"', {
          text: 'End some of your programs, or type: ulimit -u unlimited (as far as the hard limit lets you)',
          url: 'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
        })
  },
})
