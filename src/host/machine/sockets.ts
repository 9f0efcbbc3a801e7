import { BUILTIN_PROFILES } from '../../policy/builtin.ts'
import { expandPath, type Places } from '../../policy/expand.ts'
import { isWithin } from '../../policy/paths.ts'
import type { Socket } from '../machine.ts'
import { type Gatherer, type Ground, Unknown } from './gatherer.ts'
import { placesOf } from './ground.ts'

const ROOT_HERE = 'it starts containers as root with any folder of this machine in them'
const SESSION = 'it starts programs and reads secrets in your session'

/** Sockets at fixed places, and what whoever reaches them can do. */
const FIXED: Readonly<Record<string, string>> = {
  '/run/docker.sock': ROOT_HERE,
  '/run/containerd/containerd.sock': ROOT_HERE,
  '/run/podman/podman.sock': ROOT_HERE,
  '/run/crio/crio.sock': ROOT_HERE,
  '/run/libvirt/libvirt-sock': 'it starts virtual machines with any disk of this machine',
  '/run/dbus/system_bus_socket': 'it asks the services of this machine',
  '/run/snapd.socket': 'it installs programs',
}

/** Below XDG_RUNTIME_DIR. */
const OF_SESSION: Readonly<Record<string, string>> = {
  bus: SESSION,
  'systemd/private': SESSION,
  'docker.sock': 'it starts containers with your files in them',
  'podman/podman.sock': 'it starts containers with your files in them',
  'gnupg/S.gpg-agent': 'it signs and decrypts with your keys',
  'keyring/ssh': 'it logs in with your ssh keys',
}

/** Variables that name a socket. */
const NAMED: Readonly<Record<string, string>> = {
  SSH_AUTH_SOCK: 'it logs in with your ssh keys',
  DOCKER_HOST: ROOT_HERE,
  CONTAINER_HOST: ROOT_HERE,
  DBUS_SESSION_BUS_ADDRESS: SESSION,
}

/** Names of abstract sockets that matter, by how they begin (unix(7)). */
const ABSTRACT: Readonly<Record<string, string>> = {
  '@/tmp/.X11-unix/X': 'it reads keys and screens, where X asks for no cookie',
  '@/tmp/dbus-': SESSION,
  '@/containerd-shim/': 'it starts programs in containers as root (CVE-2020-15257)',
  '@/tmp/.ICE-unix/': 'it talks to your session manager',
}

/** Which sockets with power are there, and whether the base profile shows them. */
export const sockets: Gatherer<'sockets'> = {
  facet: 'sockets',
  limitMs: 800,
  async gather(ground) {
    const places = placesOf(ground.caller())
    const walker = await ground.walker()
    const found = new Map<string, Socket>()
    for (const [path, power] of candidates(ground)) {
      const fact = walker.resolve(path)
      if (fact.state !== 'present' || fact.kind !== 'other' || found.has(fact.real)) continue
      const inside = isShown(fact.real, places) ? 'shown' : 'hidden'
      found.set(fact.real, { path: fact.real, power, inside })
    }
    const open = ground.text('/proc/net/unix')
    if (open === undefined) throw new Unknown('/proc/net/unix cannot be read')
    return [...found.values(), ...abstractSockets(open)]
  },
}

function candidates({ env, uid, files }: Ground): (readonly [string, string])[] {
  const folder = env['XDG_RUNTIME_DIR'] || `/run/user/${uid}`
  const session = Object.entries(OF_SESSION).map(([name, power]) => [`${folder}/${name}`, power] as const)
  const wayland = env['WAYLAND_DISPLAY'] || 'wayland-0'
  const screens = files.names('/tmp/.X11-unix') ?? []
  return [
    ...Object.entries(FIXED),
    ...session,
    [wayland.startsWith('/') ? wayland : `${folder}/${wayland}`, 'it shows windows and takes keys'],
    ...screens.map((name) => [`/tmp/.X11-unix/${name}`, 'it reads keys and screens'] as const),
    ...Object.entries(NAMED).flatMap(([name, power]) => {
      const path = socketPath(env[name] ?? '')
      return path === undefined ? [] : [[path, power] as const]
    }),
  ]
}

/** The path in the value of such a variable: bare, `unix:///path` or D-Bus's `unix:path=/path,guid=…`. */
export function socketPath(value: string): string | undefined {
  const path = value
    .replace(/^unix:path=/, '')
    .replace(/^unix:\/\//, '')
    .split(/[,;]/, 1)[0]
  return path?.startsWith('/') ? path : undefined
}

/** Whether the base profile shows a path: it lies below a place that it reads or writes, the project among them. */
function isShown(path: string, places: Places): boolean {
  const { read = {}, write = {} } = BUILTIN_PROFILES['base'] ?? {}
  const texts = [read, write].flatMap((map) => (Array.isArray(map) ? map : Object.keys(map)))
  return texts.some((text) => isWithin(path, expandPath(text, places, 'profile base')))
}

/** The abstract sockets of note in the text of /proc/net/unix (proc_net(5)), one of each kind. */
export function abstractSockets(text: string): Socket[] {
  const names = text.split('\n').map((line) => line.slice(line.indexOf(' @') + 1))
  return Object.entries(ABSTRACT).flatMap(([start, power]) => {
    const path = names.find((name) => name.startsWith(start))
    return path === undefined ? [] : [{ path, power, inside: 'abstract' as const }]
  })
}
