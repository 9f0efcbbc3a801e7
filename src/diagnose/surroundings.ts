import type { Blockers, Surroundings } from '../host/blockers.ts'
import type { Cause } from './cause.ts'

const ENGINE_FIX =
  '--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined'

/** What keeps each from making namespaces, and what changes it. */
const SURROUNDINGS: Readonly<Record<Surroundings, readonly [string, string]>> = {
  docker: ["this container's filter refuses new namespaces", `Start it with: docker run ${ENGINE_FIX} …`],
  podman: [
    "this container's filter refuses new namespaces",
    'Start it with: podman run --security-opt seccomp=unconfined --security-opt unmask=ALL …',
  ],
  kubernetes: [
    "this pod's filter refuses new namespaces",
    'Set in its securityContext: seccompProfile.type: Unconfined, procMount: Unmasked; in its spec: hostUsers: false',
  ],
  lxc: [
    'this container allows no nesting',
    'On its host: lxc config set NAME security.nesting=true (Proxmox: pct set ID -features nesting=1)',
  ],
  flatpak: ['a Flatpak program cannot make namespaces', 'Type: flatpak-spawn --host jail run …'],
  snap: ['a strict snap cannot make namespaces', 'Start jail from a terminal that is no strict snap.'],
  termux: [
    'Android allows no user namespaces',
    'There is no way around it; use a virtual machine or another host.',
  ],
  wsl1: ['WSL 1 has no namespaces', 'In Windows: wsl --set-version DISTRIBUTION 2'],
  gvisor: ['gVisor does not allow it', 'Start jail outside of gVisor; the container is a sandbox already.'],
}

/** The cause that a container or another packaging is, if jail runs in one. */
export function surroundings({ surroundings: where }: Blockers): Cause | undefined {
  if (where === undefined) return undefined
  const [cause, fix] = SURROUNDINGS[where]
  return { id: where, cause, fix }
}
