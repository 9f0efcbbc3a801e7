import { mendOf } from '../../diagnose/cause.ts'
import { setuid } from '../../diagnose/program.ts'
import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'
import { isBlamed } from '../suspect.ts'
import { isOlder } from '../versions.ts'

export const check = defineCheck({
  id: 'bubblewrap.setuid',
  title: 'Does bubblewrap run without the rights of root?',
  needs: ['bwrap', 'live'],
  judge({ bwrap, live }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    if (!bwrap.setuid) return ok(`${bwrap.path} is not setuid`)
    const seen = `${bwrap.path} ${bwrap.version} is setuid root`
    const mend = mendOf(setuid({ bwrapPath: bwrap.path }))
    if (isOlder(bwrap.version, '0.12.0') === false)
      return isBlamed(live, ['setuid'])
        ? fail(seen, 'bubblewrap 0.12 and newer refuse to start so', mend)
        : warn(seen, 'bubblewrap 0.12 and newer refuse to start so for all but root', mend)
    const hole = isOlder(bwrap.version, '0.11.2') === false ? '' : ', and this version has CVE-2026-41163 so'
    return warn(seen, `it can then limit neither /tmp nor new namespaces inside${hole}`, mend)
  },
})
