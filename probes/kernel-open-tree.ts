import { ptr } from 'bun:ffi'
import { closeSync } from 'node:fs'
import { cString } from '../src/sys/libc.ts'
import { reachesKernel } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const AT_FDCWD = -100

export const probe = defineProbe({
  id: 'kernel-open-tree',
  claim: 'A mount cannot be opened by open_tree, nor by open_tree_attr where there is one.',
  guards: [{ row: ['open_tree', 'open_tree_attr'] }],
  attempt: () => {
    const path = cString('/')
    const { worked, evidence, answer } = systemCall('open_tree', AT_FDCWD, ptr(path))
    if (worked) closeSync(answer)
    return worked ? { worked, evidence } : reachesKernel('open_tree_attr', -1, 0, 0xffff0000)
  },
})
