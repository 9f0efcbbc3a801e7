import { mendOf } from '../../diagnose/cause.ts'
import { apparmor as causeOf } from '../../diagnose/security-modules.ts'
import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'
import { isBlamed } from '../suspect.ts'

/** Where the profile of Ubuntu is for. */
const USUAL_BWRAP = '/usr/bin/bwrap'

export const check = defineCheck({
  id: 'modules.apparmor',
  title: 'Does AppArmor let bubblewrap use user namespaces?',
  needs: ['apparmor', 'bwrap', 'live'],
  judge({ apparmor: { restricts, profile }, bwrap, live }) {
    if (!restricts) return ok('AppArmor does not restrict user namespaces')
    const bwrapPath = bwrap.state === 'usable' ? bwrap.path : USUAL_BWRAP
    const cause = causeOf({ apparmorRestricts: restricts, apparmorProfile: profile ?? undefined, bwrapPath })
    if (!cause) return ok(`AppArmor restricts user namespaces, and ${profile} names ${bwrapPath}`)
    const seen = `AppArmor restricts user namespaces, and no profile names ${bwrapPath}`
    if (live.state === 'works') return ok(`${seen}; the jail starts all the same`)
    const means = 'bubblewrap may make a user namespace and do nothing in it, so no jail can be made'
    // Before bubblewrap is there the restriction waits for it.
    return isBlamed(live, ['apparmor']) ? fail(seen, means, mendOf(cause)) : warn(seen, means, mendOf(cause))
  },
})
