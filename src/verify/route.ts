import { ptr } from 'bun:ffi'
import { closeSync } from 'node:fs'
import { systemCall } from './hands.ts'
import type { Attempt } from './probe.ts'

const AF_INET = 2
const SOCK_DGRAM = 2
const PORT = 80

/** Whether the kernel knows a way to an IPv4 address. For UDP connect(2) only looks it up: nothing is sent. */
export function hasRoute(address: string): Attempt {
  const made = systemCall('socket', AF_INET, SOCK_DGRAM, 0)
  if (!made.worked) return made
  const name = new Uint8Array(16)
  name.set([AF_INET, 0, 0, PORT, ...address.split('.').map(Number)])
  const { worked, evidence } = systemCall('connect', made.answer, ptr(name), name.length)
  closeSync(made.answer)
  return { worked, evidence }
}
