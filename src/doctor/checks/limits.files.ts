import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

const ENOUGH = 1024
const RAISED = 65536

export const check = defineCheck({
  id: 'limits.files',
  title: 'May enough files be open?',
  needs: ['limits'],
  judge: ({ limits: { files } }) => {
    const { soft, hard } = files
    if (soft === null || soft >= ENOUGH) return ok(soft === null ? 'as many as you like' : `${soft} at once`)
    const canRaise = hard === null || hard >= ENOUGH
    return warn(
      `${soft} files at once`,
      'agents that watch a project fail with EMFILE; bwrap itself needs some',
      {
        text: canRaise
          ? `Type: ulimit -n ${hard === null ? RAISED : Math.min(hard, RAISED)} (in ~/.profile for every time)`
          : `The hard limit is ${hard}: an administrator raises it with nofile in /etc/security/limits.conf.`,
        url: 'https://man7.org/linux/man-pages/man2/getrlimit.2.html',
      },
    )
  },
})
