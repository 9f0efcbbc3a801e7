import { ptr } from 'bun:ffi'
import { cString } from '../src/sys/libc.ts'
import { USERNS_GUARDS, worksInNamespace } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-chroot',
  claim: 'chroot cannot be used, in a namespace of its own either.',
  guards: USERNS_GUARDS,
  attempt: () => {
    const path = cString('/')
    return worksInNamespace('chroot', ptr(path))
  },
})
