import { ptr, toArrayBuffer } from 'bun:ffi'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Libc } from '../sys/libc.ts'
import { printResult } from '../ui/print.ts'
import { callWith } from './fork.ts'
import { identityOf, namespaceOf } from './places.ts'
import type { SocketName, Witness } from './probe.ts'
import { shortUnixPath } from './unix-path.ts'

const PR_SET_PTRACER = 0x59616d61
const PR_SET_PTRACER_ANY = -1
const IPC_PRIVATE = 0
const IPC_RMID = 0
const PLACES = ['/tmp', '/var/tmp', '/run', '/dev/shm']

/** Where key agents and container engines have their sockets: some in the home, others in /run/user, for which a stand-in is made. */
const SOCKETS = {
  gpg: ['home', '.gnupg/S.gpg-agent'],
  ssh: ['home', '.ssh/agent/s.agent'],
  docker: ['home', '.docker/run/docker.sock'],
  bus: ['outside', 'run/bus'],
  podman: ['outside', 'run/podman/podman.sock'],
  wayland: ['outside', 'run/wayland-0'],
  pulse: ['outside', 'run/pulse/native'],
} as const satisfies Readonly<Record<SocketName, readonly ['home' | 'outside', string]>>

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
  const signalled = join(outside, 'signalled')
  const asked = join(outside, 'asked')
  process.on('SIGURG', () => writeFileSync(signalled, canary))
  process.on('SIGIO', () => writeFileSync(asked, canary))
  const mark = new TextEncoder().encode(canary.padEnd(4096))
  const place: Witness = {
    pid: process.pid,
    tcp: Bun.listen({ hostname: '127.0.0.1', port: 0, socket: answer }).port,
    tcp6: listen6(answer),
    ...listenUnix(outside, answer),
    udp: await listenUdp(canary),
    hostname: readFileSync('/proc/sys/kernel/hostname', 'utf8').trim(),
    memory: ptr(mark),
    shm: shareMemory(mark),
    places: Object.fromEntries(PLACES.map((path) => [path, identityOf(path) ?? ''])),
    spaces: Object.fromEntries(readdirSync('/proc/self/ns').map((kind) => [kind, namespaceOf(kind)])),
    signalled,
    asked,
  }
  printResult(JSON.stringify(place))
  for await (const _ of Bun.stdin.stream()) {
    // Nothing is expected: only the end counts.
  }
  // Kept for as long as somebody may read it.
  mark.fill(0)
}

type Answer = Parameters<typeof Bun.listen>[0]['socket']

function listen6(socket: Answer): number | undefined {
  try {
    return Bun.listen({ hostname: '::1', port: 0, socket }).port
  } catch {
    // A machine without IPv6.
    return undefined
  }
}

function listenUnix(outside: string, answer: Answer): Pick<Witness, 'socket' | 'abstract' | 'sockets'> {
  const socket = join(outside, 'witness.sock')
  Bun.listen({ unix: shortUnixPath(socket), socket: answer })
  const abstract = `jail-verify-${crypto.randomUUID()}`
  Bun.listen({ unix: `\0${abstract}`, socket: answer })
  const tops = { outside, home: join(dirname(outside), 'home') }
  const socketAt = (name: SocketName): string => {
    const [top, path] = SOCKETS[name]
    const full = join(tops[top], path)
    mkdirSync(dirname(full), { recursive: true, mode: 0o700 })
    Bun.listen({ unix: shortUnixPath(full), socket: answer })
    return full
  }
  const names = Object.keys(SOCKETS) as SocketName[]
  const sockets = Object.fromEntries(names.map((name) => [name, socketAt(name)])) as Witness['sockets']
  return { socket, abstract, sockets }
}

async function listenUdp(canary: string): Promise<number> {
  const server = await Bun.udpSocket({
    hostname: '127.0.0.1',
    socket: {
      data(socket, _, port, address): void {
        socket.send(canary, port, address)
      },
    },
  })
  return server.port
}

/** A segment that is gone with this process: it is marked for removal at once, and Linux still attaches it by its id. */
function shareMemory(mark: Uint8Array): number {
  const call = callWith(new Libc())
  // Yama lets only parents trace, unless one says that anybody may (prctl(2)): the control must work there, too.
  call('prctl', PR_SET_PTRACER, PR_SET_PTRACER_ANY)
  const id = call('shmget', IPC_PRIVATE, mark.length, 0o600)
  if (id < 0) return id
  const at = call('shmat', id)
  if (at > 0) new Uint8Array(toArrayBuffer(at as never, 0, mark.length)).set(mark)
  call('shmctl', id, IPC_RMID)
  return id
}
