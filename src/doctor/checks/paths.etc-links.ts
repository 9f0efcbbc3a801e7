import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'
import { counted, someOf } from '../phrases.ts'

/** These have a check of their own. */
const TOLD_ELSEWHERE = ['/etc/localtime', '/etc/resolv.conf']

export const check = defineCheck({
  id: 'paths.etc-links',
  title: 'Do the files of /etc that the jail shows lead somewhere?',
  needs: ['etcLinks'],
  judge({ etcLinks }) {
    const dangling = etcLinks.dangling.filter(({ path }) => !TOLD_ELSEWHERE.includes(path))
    if (dangling.length === 0) return ok('none is lost')
    const list = someOf(dangling.map(({ path, to }) => `${path} → ${to}`))
    return info(
      `${counted(dangling.length, 'link')} to nothing: ${list}`,
      'they are left out inside, and miss there as they do outside',
    )
  },
})
