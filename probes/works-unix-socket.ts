import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { triedLater } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-unix-socket',
  claim: 'A unix socket between two programs of the box works.',
  guards: [],
  attempt: ({ canary }) =>
    triedLater(async () => {
      const unix = join(tmpdir(), `jail-probe-${crypto.randomUUID()}.sock`)
      const heard = Promise.withResolvers<string>()
      const server = Bun.listen({
        unix,
        socket: { data: (_, bytes) => heard.resolve(bytes.toString()) },
      })
      try {
        await Bun.connect({
          unix,
          socket: { open: (client) => void client.end(canary), data: () => undefined },
        })
        const text = await Promise.race([heard.promise, Bun.sleep(2000).then(() => 'nothing was heard')])
        return { worked: text === canary, evidence: text === canary ? 'heard the mark' : text }
      } finally {
        server.stop(true)
        rmSync(unix, { force: true })
      }
    }),
})
