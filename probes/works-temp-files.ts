import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMark, tried, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-temp-files',
  claim: 'Temporary folders and files can be made where TMPDIR says.',
  guards: [],
  attempt: ({ canary }) =>
    tried(() => {
      const folder = mkdtempSync(join(tmpdir(), 'jail-probe-'))
      try {
        const written = writeMark(join(folder, 'file'), canary)
        return written.worked ? readMark(join(folder, 'file'), canary) : written
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }),
})
