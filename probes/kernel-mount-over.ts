import { ptr } from 'bun:ffi'
import { cString } from '../src/sys/libc.ts'
import { USERNS_GUARDS, worksInNamespace } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

const MS_BIND = 0x1000
const MS_REC = 0x4000

export const probe = defineProbe({
  id: 'kernel-mount-over',
  claim: 'Nothing can be mounted over the project in a namespace of its own.',
  guards: [...USERNS_GUARDS, { row: ['mount'] }],
  attempt: ({ project }) => {
    const path = cString(project)
    return worksInNamespace('mount', ptr(path), ptr(path), 0, MS_BIND + MS_REC)
  },
})
