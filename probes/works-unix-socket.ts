import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectMark } from '../src/verify/connect.ts'
import { triedLater } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-unix-socket',
  claim: 'A unix socket between two programs of the box works.',
  guards: [],
  attempt: ({ canary }) =>
    triedLater(async () => {
      const unix = join(tmpdir(), `jail-probe-${crypto.randomUUID()}.sock`)
      const server = Bun.listen({
        unix,
        socket: { open: (client) => void client.end(canary), data: () => undefined },
      })
      try {
        return await connectMark({ unix }, canary)
      } finally {
        server.stop(true)
        rmSync(unix, { force: true })
      }
    }),
})
