import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'
import { isBlamed } from '../suspect.ts'

const ENOUGH = 1024
const RAISED = 65536
/** Of jail's own start, and of bwrap (src/diagnose/causes.ts). */
const CAUSES = ['launch.descriptors', 'descriptors']

export const check = defineCheck({
  id: 'limits.files',
  title: 'May enough files be open?',
  needs: ['limits', 'live'],
  judge: ({ limits: { files }, live }) => {
    const { soft, hard } = files
    if (soft === null || soft >= ENOUGH) return ok(soft === null ? 'as many as you like' : `${soft} at once`)
    const canRaise = hard === null || hard >= ENOUGH
    const isTooFew = isBlamed(live, CAUSES)
    return (isTooFew ? fail : warn)(
      `${soft} files at once`,
      isTooFew
        ? 'no jail can be made: a start takes about 50'
        : 'agents that watch a project fail with EMFILE; bwrap itself needs some',
      {
        text: canRaise
          ? `Type: ulimit -n ${hard === null ? RAISED : Math.min(hard, RAISED)} (in ~/.profile for every time)`
          : `The hard limit is ${hard}: an administrator raises it with nofile in /etc/security/limits.conf.`,
        url: 'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
      },
    )
  },
})
