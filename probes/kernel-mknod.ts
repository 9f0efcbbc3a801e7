import { ptr } from 'bun:ffi'
import { rmSync } from 'node:fs'
import { cString } from '../src/sys/libc.ts'
import { ROOT_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const AT_FDCWD = -100
const S_IFCHR = 0o020000
/** 1:3 is /dev/null, which does no harm (null(4)). */
const DEV_NULL = 0x103

export const probe = defineProbe({
  id: 'kernel-mknod',
  claim: 'No device can be made.',
  guards: ROOT_GUARDS,
  root: true,
  attempt: ({ project }) => {
    const path = cString(`${project}/device`)
    rmSync(`${project}/device`, { force: true })
    return systemCall('mknodat', AT_FDCWD, ptr(path), S_IFCHR + 0o600, DEV_NULL)
  },
})
