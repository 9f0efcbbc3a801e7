import { chmodSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-change-files',
  claim: 'Files of the project can be renamed and removed, and get another mode and time.',
  guards: [],
  attempt: ({ project }) =>
    tried(() => {
      const folder = `${project}/changing`
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${folder}/a`, 'x')
      chmodSync(`${folder}/a`, 0o750)
      utimesSync(`${folder}/a`, 1000, 1000)
      renameSync(`${folder}/a`, `${folder}/b`)
      const { mode, mtimeMs } = statSync(`${folder}/b`)
      rmSync(folder, { recursive: true })
      return holds((mode & 0o777) === 0o750 && mtimeMs === 1_000_000, `mode ${mode.toString(8)}`)
    }),
})
