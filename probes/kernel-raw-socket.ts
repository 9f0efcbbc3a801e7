import { closeSync } from 'node:fs'
import { ROOT_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const AF_INET = 2
const SOCK_RAW = 3
const IPPROTO_ICMP = 1

export const probe = defineProbe({
  id: 'kernel-raw-socket',
  claim: 'Packets of the network cannot be read or made.',
  guards: ROOT_GUARDS,
  root: true,
  attempt: () => {
    const { worked, evidence, answer } = systemCall('socket', AF_INET, SOCK_RAW, IPPROTO_ICMP)
    if (worked) closeSync(answer)
    return { worked, evidence }
  },
})
