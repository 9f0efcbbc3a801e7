import { triedLater } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** Reserved by IANA for examples (RFC 2606), so it belongs to nobody and stays. */
const HOST = 'example.com'

export const probe = defineProbe({
  id: 'works-network-out',
  claim: 'A server in the internet can be reached by its name.',
  guards: [],
  networks: ['open'],
  internet: true,
  attempt: () =>
    triedLater(async () => {
      const socket = { data: () => undefined }
      const connected = Bun.connect({ hostname: HOST, port: 443, socket }).then((client) => {
        client.end()
        return { worked: true, evidence: `connected to ${HOST}` }
      })
      return Promise.race([
        connected,
        Bun.sleep(3000).then(() => ({ worked: false, evidence: `no answer of ${HOST}` })),
      ])
    }),
})
