import { test } from 'bun:test'
import { failsFor, HEALTHY_KERNEL } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const { process } = HEALTHY_KERNEL
const MEANS =
  'no jail can be made in a container that was started as usual: its filter, its AppArmor profile and what it covers of /proc are against it'
const DOCKER =
  'Start it with: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined …'

const ROWS: readonly Row[] = [
  ['no container', 'surroundings.container', {}, { ok: 'no container is around jail' }],
  [
    'Docker with its filter',
    'surroundings.container',
    { surroundings: 'docker', live: failsFor('docker') },
    { fail: 'jail runs in a Docker container', means: MEANS, text: DOCKER },
  ],
  [
    'Docker with a covered /proc',
    'surroundings.container',
    { surroundings: 'docker', live: failsFor('masked-proc') },
    { fail: 'jail runs in a Docker container', means: MEANS, text: DOCKER },
  ],
  [
    'Docker with all lifted',
    'surroundings.container',
    { surroundings: 'docker' },
    { ok: 'jail runs in a Docker container; the jail starts all the same' },
  ],
  [
    'Docker without /tmp, which is no fault of Docker',
    'surroundings.container',
    { surroundings: 'docker', live: failsFor('no-tmp') },
    {
      info: 'jail runs in a Docker container',
      means: `not what failed here, but perhaps the next thing: ${MEANS}`,
    },
  ],
  [
    'Podman',
    'surroundings.container',
    { surroundings: 'podman', live: failsFor('podman') },
    {
      fail: 'jail runs in a Podman container',
      means: MEANS,
      text: 'Start it with: podman run --security-opt seccomp=unconfined --security-opt unmask=ALL …',
    },
  ],
  [
    'Kubernetes',
    'surroundings.container',
    { surroundings: 'kubernetes', live: failsFor('kubernetes') },
    {
      fail: 'jail runs in a Kubernetes pod',
      means: MEANS,
      text: 'Set in its securityContext: seccompProfile.type: Unconfined, procMount: Unmasked; in its spec: hostUsers: false',
    },
  ],
  [
    'LXC',
    'surroundings.container',
    { surroundings: 'lxc', live: failsFor('lxc') },
    {
      fail: 'jail runs in an LXC container',
      means: MEANS,
      text: 'On its host: lxc config set NAME security.nesting=true (Proxmox: pct set ID -features nesting=1)',
    },
  ],
  [
    'a plain terminal',
    'surroundings.package',
    {},
    { ok: 'neither Flatpak nor a strict snap is around jail' },
  ],
  [
    'a container is no package',
    'surroundings.package',
    { surroundings: 'docker', live: failsFor('docker') },
    { ok: 'neither Flatpak nor a strict snap is around jail' },
  ],
  [
    'a terminal of Flatpak',
    'surroundings.package',
    { surroundings: 'flatpak', live: failsFor('flatpak') },
    {
      fail: 'jail runs in a Flatpak program',
      means: 'no jail can be made: a Flatpak program cannot make namespaces',
      text: 'Type: flatpak-spawn --host jail run …',
    },
  ],
  [
    'a strict snap',
    'surroundings.package',
    { surroundings: 'snap', live: failsFor('snap') },
    {
      fail: 'jail runs in a strict snap',
      means: 'no jail can be made: a strict snap cannot make namespaces',
      text: 'Start jail from a terminal that is no strict snap.',
    },
  ],
  ['no WSL', 'surroundings.wsl', {}, { ok: 'no WSL is around jail' }],
  [
    'WSL 1',
    'surroundings.wsl',
    { wsl: { generation: 1, interop: true } },
    {
      fail: 'this is WSL 1',
      means: 'no jail can be made: it has no namespaces',
      text: 'In Windows: wsl --set-version DISTRIBUTION 2',
    },
  ],
  [
    'WSL 2',
    'surroundings.wsl',
    { wsl: { generation: 2, interop: true } },
    {
      warn: 'WSL 2 with interop: programs of Windows can be started from Linux',
      means:
        'they run outside of every jail. The box has neither the sockets (/run/WSL) nor the socket family (AF_VSOCK) that start them; without interop there is nothing to hide',
      text: 'If you do without them: set enabled=false below [interop] in /etc/wsl.conf, then type in Windows: wsl --shutdown',
    },
  ],
  [
    'WSL 2 without interop',
    'surroundings.wsl',
    { wsl: { generation: 2, interop: false } },
    { ok: 'WSL 2, and no program of Windows can be started from it' },
  ],
  [
    'gVisor',
    'surroundings.gvisor',
    { surroundings: 'gvisor', live: failsFor('gvisor') },
    {
      fail: 'jail runs in gVisor',
      means: 'no jail can be made: gVisor does not allow it',
      text: 'Start jail outside of gVisor; the container is a sandbox already.',
    },
  ],
  [
    'Termux',
    'surroundings.android',
    { surroundings: 'termux', live: failsFor('termux') },
    {
      fail: 'jail runs in Termux on Android',
      means: 'no jail can be made: Android allows no user namespaces',
      text: 'There is no way around it; use a virtual machine or another host.',
    },
  ],
  [
    'proot',
    'surroundings.android',
    { process: { ...process, traced: true }, live: failsFor('chroot') },
    {
      fail: 'another process traces jail, as proot does (TracerPid)',
      means: 'proot cannot make namespaces, so no jail can be made in it',
      text: 'Start jail without proot or a debugger around it; Android needs a virtual machine.',
    },
  ],
  [
    'a debugger',
    'surroundings.android',
    { process: { ...process, traced: true } },
    { ok: 'another process traces jail, as proot does (TracerPid); the jail starts all the same' },
  ],
]

test.each(ROWS)('%s: %s', (name, id, difference, found) => expectFinding([name, id, difference, found]))
