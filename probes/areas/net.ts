import type { Probe } from '../../src/verify/probe.ts'
import { probe as netAbstractSocket } from '../net-abstract-socket.ts'
import { probe as netDockerSocket } from '../net-docker-socket.ts'
import { probe as netGpgAgent } from '../net-gpg-agent.ts'
import { probe as netHostLoopback } from '../net-host-loopback.ts'
import { probe as netHostLoopback6 } from '../net-host-loopback-6.ts'
import { probe as netHostUdp } from '../net-host-udp.ts'
import { probe as netInternet } from '../net-internet.ts'
import { probe as netMetadata } from '../net-metadata.ts'
import { probe as netNamespace } from '../net-namespace.ts'
import { probe as netPodman } from '../net-podman.ts'
import { probe as netPulse } from '../net-pulse.ts'
import { probe as netSessionBus } from '../net-session-bus.ts'
import { probe as netSocketNames } from '../net-socket-names.ts'
import { probe as netSocketTable } from '../net-socket-table.ts'
import { probe as netSshAgent } from '../net-ssh-agent.ts'
import { probe as netUnixSocket } from '../net-unix-socket.ts'
import { probe as netWayland } from '../net-wayland.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const NET: readonly Probe[] = [
  netAbstractSocket,
  netDockerSocket,
  netGpgAgent,
  netHostLoopback,
  netHostLoopback6,
  netHostUdp,
  netInternet,
  netMetadata,
  netNamespace,
  netPodman,
  netPulse,
  netSessionBus,
  netSocketNames,
  netSocketTable,
  netSshAgent,
  netUnixSocket,
  netWayland,
]
