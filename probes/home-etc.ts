import { readFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** The first is for root alone, the others for all: one of them can be read outside by everybody. */
const FILES = ['/etc/shadow', '/etc/machine-id', '/etc/fstab', '/etc/crontab', '/etc/hostname']

export const probe = defineProbe({
  id: 'home-etc',
  claim: 'Files of /etc that no program needs cannot be read: passwords, disks, the id of the machine.',
  guards: [{ absence: '/etc' }],
  hostFiles: true,
  attempt: () => {
    const read = FILES.filter(
      (path) => tried(() => ({ worked: readFileSync(path).length > 0, evidence: path })).worked,
    )
    return { worked: read.length > 0, evidence: `${read.length} can be read: ${read.join(', ')}` }
  },
  fast: true,
})
