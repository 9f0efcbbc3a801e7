import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { triedLater } from '../src/verify/hands.ts'
import { defineProbe, type Field } from '../src/verify/probe.ts'

const portFile = ({ project }: Field): string => `${project}/server-port`
const WAIT_MS = 4000

export const probe = defineProbe({
  id: 'works-server',
  claim: 'A server that is started inside can be reached from outside.',
  guards: [],
  networks: ['open'],
  alone: true,
  plant: (field) => {
    rmSync(portFile(field), { force: true })
    void visitLater(field)
  },
  attempt: (field) =>
    triedLater(async () => {
      const visited = Promise.withResolvers<string>()
      const server = Bun.listen({
        hostname: '127.0.0.1',
        port: 0,
        socket: { data: (_, bytes) => visited.resolve(bytes.toString()) },
      })
      writeFileSync(`${portFile(field)}-new`, String(server.port))
      renameSync(`${portFile(field)}-new`, portFile(field))
      const text = await Promise.race([visited.promise, Bun.sleep(WAIT_MS).then(() => 'nobody came')])
      server.stop(true)
      return { worked: text === field.canary, evidence: text === field.canary ? 'visited' : text }
    }),
})

/** The visitor outside: comes as soon as the server says where it listens. */
async function visitLater(field: Field): Promise<void> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await Bun.sleep(10)) {
    try {
      const port = Number(readFileSync(portFile(field), 'utf8'))
      const socket = {
        open: (client: { end: (text: string) => void }) => client.end(field.canary),
        data: () => undefined,
      }
      await Bun.connect({ hostname: '127.0.0.1', port, socket })
      return
    } catch {
      // Not there yet.
    }
  }
}
