import { readdirSync } from 'node:fs'
import { tried } from './hands.ts'
import type { Attempt } from './probe.ts'

/** A folder is listed; it worked when a name is there. */
export function findName(folder: string, name: string): Attempt {
  return tried(() => {
    const names = readdirSync(folder)
    const worked = names.includes(name)
    return {
      worked,
      evidence: worked ? `${folder} lists the mark` : `${folder} lists ${names.length} others`,
    }
  })
}
