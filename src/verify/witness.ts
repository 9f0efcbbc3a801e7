import { join } from 'node:path'
import { printResult } from '../ui/print.ts'
import type { Witness } from './probe.ts'

/**
 * What `jail __probe witness` is: a process outside of every box that attacks may find. It prints where it listens, and
 * ends when its input does, so that it cannot outlive who started it.
 */
export async function beWitness(canary: string, outside: string): Promise<void> {
  const answer = {
    open(socket: { end: (text: string) => unknown }): void {
      socket.end(canary)
    },
    data(): void {
      // What is sent does not matter.
    },
  }
  const tcp = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: answer })
  const tcp6 = listen6(answer)
  const socket = join(outside, 'witness.sock')
  Bun.listen({ unix: socket, socket: answer })
  const abstract = `jail-verify-${crypto.randomUUID()}`
  Bun.listen({ unix: `\0${abstract}`, socket: answer })
  const place: Witness = { pid: process.pid, tcp: tcp.port, tcp6, abstract, socket }
  printResult(JSON.stringify(place))
  for await (const _ of Bun.stdin.stream()) {
    // Nothing is expected: only the end counts.
  }
}

function listen6(socket: Parameters<typeof Bun.listen>[0]['socket']): number | undefined {
  try {
    return Bun.listen({ hostname: '::1', port: 0, socket }).port
  } catch {
    // A machine without IPv6.
    return undefined
  }
}
