import { ptr } from 'bun:ffi'
import { closeSync } from 'node:fs'
import { systemCall, tried, triedLater } from './hands.ts'
import type { Attempt } from './probe.ts'
import { shortUnixPath } from './unix-path.ts'
import { Untried } from './untried.ts'

type Target = { readonly hostname: string; readonly port: number } | { readonly unix: string }

/** Connects and reads; it worked when the mark comes back. Who can connect and gets nothing was not refused: that throws `Untried`. A name that begins with NUL is an abstract socket (unix(7)). */
export async function connectMark(target: Target, mark: string): Promise<Attempt> {
  return 'unix' in target ? tried(() => connectUnix(target.unix, mark)) : connectTcp(target, mark)
}

const AF_UNIX = 1
const SOCK_STREAM = 1
/** asm-generic/socket.h. */
const SOL_SOCKET = 1
const SO_RCVTIMEO = 20

/**
 * By system calls: Bun's own client takes the end of a unix socket for an error, now and then, and drops what was sent
 * before it.
 */
function connectUnix(name: string, mark: string): Attempt {
  const isAbstract = name.startsWith('\0')
  const bytes = new TextEncoder().encode(isAbstract ? name : shortUnixPath(name))
  const address = new Uint8Array(2 + bytes.length + (isAbstract ? 0 : 1))
  address[0] = AF_UNIX
  address.set(bytes, 2)
  const made = systemCall('socket', AF_UNIX, SOCK_STREAM, 0)
  if (!made.worked) return made
  const second = new BigInt64Array([1n, 0n])
  systemCall('setsockopt', made.answer, SOL_SOCKET, SO_RCVTIMEO, ptr(second), second.byteLength)
  try {
    const connected = systemCall('connect', made.answer, ptr(address), address.length)
    if (!connected.worked) return { worked: false, evidence: connected.evidence }
    const buffer = new Uint8Array(256)
    const { answer } = systemCall('read', made.answer, ptr(buffer), buffer.length)
    const worked = new TextDecoder().decode(buffer.subarray(0, Math.max(0, answer))).includes(mark)
    if (!worked) throw new Untried('connected, but nobody answered')
    return { worked, evidence: 'got the mark' }
  } finally {
    closeSync(made.answer)
  }
}

function connectTcp(
  target: { readonly hostname: string; readonly port: number },
  mark: string,
): Promise<Attempt> {
  return triedLater(
    () =>
      new Promise((resolve, reject) => {
        let text = ''
        const socket = {
          data: (_: unknown, bytes: Uint8Array): void => {
            text += new TextDecoder().decode(bytes)
          },
          close: (): void => {
            if (text.includes(mark)) resolve({ worked: true, evidence: 'got the mark' })
            else reject(new Untried(`connected, but got ${JSON.stringify(text.slice(0, 40))}`))
          },
          error: (_: unknown, error: Error): void => reject(error),
          connectError: (_: unknown, error: Error): void => reject(error),
        }
        Bun.connect({ ...target, socket }).catch(reject)
      }),
  )
}

/** Sends a packet to the loopback and waits for the mark. Throws `Untried` when nobody says anything. */
export function askByUdp(port: number, mark: string): Promise<Attempt> {
  return triedLater(async () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const socket = await Bun.udpSocket({
      connect: { hostname: '127.0.0.1', port },
      socket: {
        data: (_, bytes): void => resolve(bytes.toString()),
        // Bun gives the error first, whatever its types say.
        error: (...given: unknown[]): void => reject(given.find((one) => one instanceof Error)),
      },
    })
    try {
      socket.send('?')
      const text = await Promise.race([promise, Bun.sleep(UDP_MS)])
      if (text === undefined) throw new Untried(`no answer within ${UDP_MS} ms`)
      return { worked: text === mark, evidence: text === mark ? 'got the mark' : text }
    } finally {
      socket.close()
    }
  })
}

/** Long for a loopback; a packet to nobody is lost without a word. */
const UDP_MS = 1000
