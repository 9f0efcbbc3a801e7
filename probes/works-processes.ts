import { readdirSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-processes',
  claim: 'The processes of the box are listed in /proc, where ps looks.',
  guards: [],
  attempt: () =>
    tried(() => {
      const child = Bun.spawn(['sleep', '5'], { stdio: ['ignore', 'ignore', 'ignore'] })
      const seen = readdirSync('/proc')
      child.kill('SIGKILL')
      const wanted = [process.pid, child.pid].map(String)
      return holds(
        wanted.every((pid) => seen.includes(pid)),
        `${seen.filter(Number).length} processes`,
      )
    }),
})
