import { rmSync } from 'node:fs'
import { readMark, writeMark } from './hands.ts'
import { defineProbe, type Probe } from './probe.ts'

/** Folders that all programs of the host share. What a probe that was cut off left in one of them is swept. */
export const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/dev/shm'] as const

/** A probe that makes a file with the mark as its name in such a folder, and looks for it there. It takes it away. */
export function ownFolder({
  id,
  claim,
  folder,
}: Pick<Probe, 'id' | 'claim'> & { readonly folder: (typeof SHARED_FOLDERS)[number] }): Probe {
  return defineProbe({
    id,
    claim,
    guards: [{ absence: folder, writable: true }],
    attempt: ({ canary }) => writeMark(`${folder}/${canary}`, canary),
    reached: ({ canary }) => {
      const seen = readMark(`${folder}/${canary}`, canary)
      rmSync(`${folder}/${canary}`, { force: true })
      return seen
    },
  })
}
