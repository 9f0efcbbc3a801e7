import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { LimitScope } from '../plan/plan.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { findReply } from './dbus.ts'
import { SERIAL, scopeCall } from './scope-call.ts'

const AF_UNIX = 1
const SOCK_STREAM_CLOEXEC = 1 | 0o2000000
const SOL_SOCKET = 1
const SO_PEERCRED = 17
const [SO_RCVTIMEO, SO_SNDTIMEO] = [20, 21]
/** sockaddr_un has 108 bytes for the path (unix(7)). */
const MAX_SOCKET_PATH = 107
/** How long one read or write may take. */
const LIMIT_SECONDS = 5
/** systemd answers before it has moved the process. How often, and how far apart in milliseconds, jail looks for that. */
const MOST_LOOKS = 2500
const LOOK_EVERY_MS = 2
const MOST_READS = 64

/**
 * Has systemd put a process into a new scope of this name, with the limits of the plan: the folder of its control group.
 * Throws `launch.limit` when systemd does not answer, refuses, or when a limit is not in force.
 */
export function enterScope(name: string, pid: number, scope: LimitScope, files: Files): string {
  callManager(scope.socket, scopeCall(name, pid, scope.properties), files)
  for (let look = 0; look < MOST_LOOKS; look++) {
    const group = groupOf(pid, files)
    if (group?.endsWith(`/${name}`)) {
      const folder = `${scope.mount}${group}`
      for (const one of scope.properties) requireInForce(`${folder}/${one.file}`, one.value, files)
      return folder
    }
    Bun.sleepSync(LOOK_EVERY_MS)
  }
  throw failed(`systemd has made the scope ${name}, and did not put the box into it`)
}

/** The line of version 2 in /proc/PID/cgroup. */
function groupOf(pid: number, files: Files): string | undefined {
  const text = files.readText(`/proc/${pid}/cgroup`)
  const line = typeof text === 'string' ? text.split('\n').find((one) => one.startsWith('0::')) : undefined
  return line?.slice('0::'.length)
}

/** systemd leaves out without a word what the kernel does not have. The kernel rounds memory down to whole pages. */
function requireInForce(path: string, value: number, files: Files): void {
  const text = files.readText(path)
  const held = typeof text === 'string' && text.trim() !== 'max' && Number(text) <= value
  if (!held) throw failed(`systemd made a scope, but ${path} does not hold ${value}`)
}

function callManager(path: string, call: Uint8Array, files: Files): void {
  const address = new TextEncoder().encode(`\x01\0${path}\0`)
  if (address.length - 3 > MAX_SOCKET_PATH) throw failed(`${path} is too long for a socket`)
  const { libc } = files
  const fd = libc.call('socket', AF_UNIX, SOCK_STREAM_CLOEXEC, 0)
  if (fd < 0) throw failed(`the kernel gave no socket (errno ${-fd})`)
  try {
    const limit = new BigInt64Array([BigInt(LIMIT_SECONDS), 0n])
    for (const option of [SO_RCVTIMEO, SO_SNDTIMEO])
      libc.call('setsockopt', fd, SOL_SOCKET, option, ptr(limit), limit.byteLength)
    const answer = libc.call('connect', fd, ptr(address), address.length)
    if (answer < 0) throw failed(`systemd cannot be reached at ${path} (errno ${-answer})`)
    requireOwnManager(fd, path, files)
    converse(fd, call, files)
  } finally {
    libc.call('close', fd)
  }
}

/** A manager in another pid namespace would take the number for that of another process. It is shown as 0 (unix(7)). */
function requireOwnManager(fd: number, path: string, { libc }: Files): void {
  const peer = new Int32Array(3)
  const length = new Int32Array([peer.byteLength])
  const answer = libc.call('getsockopt', fd, SOL_SOCKET, SO_PEERCRED, ptr(peer), ptr(length))
  const [pid = 0, uid] = peer
  if (answer < 0 || pid === 0 || (uid !== 0 && uid !== process.getuid?.()))
    throw failed(`who listens at ${path} is no manager of this user and these processes`)
}

/** Says who is there (SASL EXTERNAL: the number of the user), then the call, and reads until it is answered. */
function converse(fd: number, call: Uint8Array, files: Files): void {
  const uid = [...String(process.getuid?.())].map((digit) => `3${digit}`).join('')
  send(fd, new TextEncoder().encode(`\0AUTH EXTERNAL ${uid}\r\n`), files)
  const greeting = new TextDecoder().decode(receive(fd, files))
  if (!greeting.startsWith('OK ')) throw failed(`systemd does not let this user in: ${greeting.trim()}`)
  send(fd, new TextEncoder().encode('BEGIN\r\n'), files)
  send(fd, call, files)
  let bytes = new Uint8Array()
  for (let reads = 0; reads < MOST_READS; reads++) {
    bytes = Uint8Array.from([...bytes, ...receive(fd, files)])
    const reply = findReply(bytes, SERIAL)
    if (reply.kind === 'done') return
    if (reply.kind === 'error')
      throw failed(`systemd refused a scope: ${withoutStop(reply.text || reply.name)}`)
    if (reply.kind === 'unknown') break
  }
  throw failed('systemd gave an answer that nobody understands')
}

function send(fd: number, bytes: Uint8Array, { libc }: Files): void {
  for (let at = 0; at < bytes.length; ) {
    const count = libc.call('write', fd, Number(ptr(bytes)) + at, bytes.length - at)
    if (count <= 0 && count !== -ERRNO.EINTR) throw failed(`systemd takes no call (errno ${-count})`)
    at += Math.max(0, count)
  }
}

function receive(fd: number, files: Files): Uint8Array {
  const bytes = files.readStream(fd)
  if (bytes.length === 0) throw failed('systemd gave no answer')
  return bytes
}

function withoutStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence
}

function failed(what: string): JailError {
  return new JailError('launch.limit', `The limits cannot be set: ${what}.`, {
    fix: 'Look at: systemctl --user status (as root: systemctl status), or write null for the limits.',
  })
}
