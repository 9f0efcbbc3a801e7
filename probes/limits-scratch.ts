import { accessSync, constants, statfsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const TMPFS = 0x01021994
const GIB = 2 ** 30
/** The limit of the base profile, in bytes. */
const USUAL = 2 * GIB

/** How much a place takes, when that is more than it should: half of the memory is what a tmpfs without a size has. */
function tooMuch(path: string): number | undefined {
  accessSync(path, constants.W_OK)
  const { type, bsize, blocks } = statfsSync(path)
  const bytes = bsize * blocks
  if (type !== TMPFS) return bytes > USUAL ? bytes : undefined
  return bytes === 0 || (bytes > USUAL && bytes >= 0.45 * totalmem()) ? bytes : undefined
}

export const probe = defineProbe({
  id: 'limits-scratch',
  claim: 'What is written to /tmp, /var/tmp, /run, /dev/shm and the hidden home cannot fill the memory.',
  guards: [{ word: '--size' }],
  limit: 'tmp',
  fast: true,
  attempt: ({ home }) => {
    const seen: string[] = []
    for (const path of ['/tmp', '/var/tmp', '/run', '/dev/shm', '/dev', home]) {
      const found = tried(() => {
        const bytes = tooMuch(path)
        return {
          worked: bytes !== undefined,
          evidence: `${path} takes ${((bytes ?? 0) / GIB).toFixed(1)} GiB`,
        }
      })
      if (found.worked) return found
      seen.push(path)
    }
    return { worked: false, evidence: `no place of ${seen.join(', ')} takes more than it should` }
  },
})
