import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** linux/btrfs.h: both calls that make a snapshot. */
const SNAPSHOTS = [
  ['BTRFS_IOC_SNAP_CREATE', 0x50009401],
  ['BTRFS_IOC_SNAP_CREATE_V2', 0x50009417],
] as const

export const probe = defineProbe({
  id: 'kernel-snapshot',
  claim: 'No snapshot of a btrfs subvolume can be made, which would show what is hidden in it.',
  guards: [{ row: ['ioctl'] }],
  attempt: () => eachReaches(SNAPSHOTS, (request) => systemCall('ioctl', -1, request).answer),
})
