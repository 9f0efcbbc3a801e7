import { triedLater } from './hands.ts'
import type { Attempt } from './probe.ts'

type Target = { readonly hostname: string; readonly port: number } | { readonly unix: string }

/** Connects and reads; it worked when the mark comes back. A name that begins with NUL is an abstract socket (unix(7)). */
export function connectMark(target: Target, mark: string): Promise<Attempt> {
  return triedLater(
    () =>
      new Promise((resolve, reject) => {
        let text = ''
        const socket = {
          data: (_: unknown, bytes: Uint8Array): void => {
            text += new TextDecoder().decode(bytes)
          },
          close: (): void => {
            const worked = text.includes(mark)
            resolve({
              worked,
              evidence: worked ? 'got the mark' : `got ${JSON.stringify(text.slice(0, 40))}`,
            })
          },
          error: (_: unknown, error: Error): void => reject(error),
          connectError: (_: unknown, error: Error): void => reject(error),
        }
        const started =
          'unix' in target
            ? Bun.connect({ unix: target.unix, socket })
            : Bun.connect({ hostname: target.hostname, port: target.port, socket })
        started.catch(reject)
      }),
  )
}
