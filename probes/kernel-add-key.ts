import { ptr } from 'bun:ffi'
import { cString } from '../src/sys/libc.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** It ends with the process (keyrings(7)). */
const KEY_SPEC_PROCESS_KEYRING = -2

export const probe = defineProbe({
  id: 'kernel-add-key',
  claim: 'No key can be put into a keyring.',
  guards: [{ row: ['add_key'] }],
  attempt: ({ canary }) => {
    const [type, name, value] = [cString('user'), cString('jail-verify'), cString(canary)]
    return systemCall('add_key', ptr(type), ptr(name), ptr(value), canary.length, KEY_SPEC_PROCESS_KEYRING)
  },
})
