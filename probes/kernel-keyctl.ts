import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** linux/keyctl.h. */
const KEYCTL_GET_KEYRING_ID = 0
const KEY_SPEC_SESSION_KEYRING = -3

export const probe = defineProbe({
  id: 'kernel-keyctl',
  claim: "The caller's session keyring cannot be found.",
  guards: [{ row: ['keyctl'] }],
  attempt: () => reachesKernel('keyctl', KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING),
})
