import { rmSync } from 'node:fs'
import { readMark, writeMark } from './hands.ts'
import { defineProbe, type Probe } from './probe.ts'

/** A probe that makes a file in a folder that all programs of the host share, and looks for it there. It takes it away. */
export function ownFolder({
  id,
  claim,
  folder,
}: Pick<Probe, 'id' | 'claim'> & { readonly folder: string }): Probe {
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
