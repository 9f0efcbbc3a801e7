import type { Blockers, Surroundings } from '../host/blockers.ts'
import { type Cause, causeInWords } from './cause.ts'

const ENGINE_FIX =
  '--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined'

/** What keeps each from making namespaces, what changes it, and the document that says so. */
const SURROUNDINGS: Readonly<Record<Surroundings, readonly [string, string, string]>> = {
  docker: [
    "this container's filter refuses new namespaces",
    `Start it with: docker run ${ENGINE_FIX} …`,
    'https://docs.docker.com/engine/security/seccomp/',
  ],
  podman: [
    "this container's filter refuses new namespaces",
    'Start it with: podman run --security-opt seccomp=unconfined --security-opt unmask=ALL …',
    'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
  ],
  kubernetes: [
    "this pod's filter refuses new namespaces",
    'Set in its securityContext: seccompProfile.type: Unconfined, procMount: Unmasked; in its spec: hostUsers: false',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  lxc: [
    'this container allows no nesting',
    'On its host: lxc config set NAME security.nesting=true (Proxmox: pct set ID -features nesting=1)',
    'https://pve.proxmox.com/wiki/Linux_Container',
  ],
  flatpak: [
    'a Flatpak program cannot make namespaces',
    'Type: flatpak-spawn --host jail run …',
    'https://docs.flatpak.org/en/latest/flatpak-command-reference.html',
  ],
  snap: [
    'a strict snap cannot make namespaces',
    'Start jail from a terminal that is no strict snap.',
    'https://snapcraft.io/docs/snap-confinement',
  ],
  termux: [
    'Android allows no user namespaces',
    'There is no way around it; use a virtual machine or another host.',
    'https://wiki.termux.com/wiki/PRoot',
  ],
  wsl1: [
    'WSL 1 has no namespaces',
    'In Windows: wsl --set-version DISTRIBUTION 2',
    'https://learn.microsoft.com/en-us/windows/wsl/basic-commands',
  ],
  gvisor: [
    'gVisor does not allow it',
    'Start jail outside of gVisor; the container is a sandbox already.',
    'https://gvisor.dev/docs/',
  ],
}

/** The cause that a container or another packaging is, if jail runs in one. */
export function surroundings({ surroundings: where }: Pick<Blockers, 'surroundings'>): Cause | undefined {
  if (where === undefined) return undefined
  const [cause, fix, url] = SURROUNDINGS[where]
  return causeInWords({ id: where, cause, fix }, url)
}
