import { renameSync } from 'node:fs'
import { tried } from './hands.ts'
import type { Attempt } from './probe.ts'

/** A folder is moved aside, and back at once, since other probes need it; it worked when it could be moved. */
export function moveAway(folder: string): Attempt {
  return tried(() => {
    const aside = `${folder}.moved`
    renameSync(folder, aside)
    renameSync(aside, folder)
    return { worked: true, evidence: `moved ${folder} aside` }
  })
}
