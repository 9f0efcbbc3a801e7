import { updateMend } from '../../diagnose/install.ts'
import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'
import { isOlder } from '../versions.ts'

/** The first release without CVE-2026-87766. */
const FLOOR = '0.12.0'
const RELEASES = 'https://github.com/containers/bubblewrap/releases'

export const check = defineCheck({
  id: 'bubblewrap.version',
  title: 'Is bubblewrap new enough to be without known holes?',
  needs: ['bwrap', 'distribution'],
  judge({ bwrap, distribution }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    const seen = `bubblewrap ${bwrap.version}`
    const old = isOlder(bwrap.version, FLOOR)
    if (old === undefined)
      return info(
        `${bwrap.path} does not tell its version`,
        'jail goes by its options; whether known holes are closed cannot be told',
        RELEASES,
      )
    if (!old) return ok(seen)
    const mend = updateMend(distribution, 'bubblewrap')
    return warn(
      seen,
      `before ${FLOOR} a link planted in a writable folder can lead a mount astray while the box is made (CVE-2026-87766), unless ${distribution.name} has carried the fix back`,
      {
        ...mend,
        text: `${mend.text} Whether an older version has the fix stands in the changelog of the package.`,
        url: RELEASES,
      },
    )
  },
})
