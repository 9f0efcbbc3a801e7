import { mendOf } from '../diagnose/cause.ts'
import { surroundings as causeOf } from '../diagnose/surroundings.ts'
import type { Surroundings } from '../host/blockers.ts'
import type { Live } from '../host/live.ts'
import { type Finding, ok } from './finding.ts'
import { judgeSuspect } from './suspect.ts'

/** What a container does to the jail beside refusing namespaces: all of it is lifted by how that is started. */
const BY_ITS_START = ['masked-proc', 'proc-sys', 'proc-read-only', 'apparmor-container', 'seccomp']
const CONTAINER_MEANS =
  'no jail can be made in a container that was started as usual: its filter, its AppArmor profile and what it covers of /proc are against it'

type Around = {
  readonly kinds: readonly Surroundings[]
  readonly isContainer?: boolean
  readonly where: Surroundings | null
  readonly live: Live
  /** What to say when it is none of them. */
  readonly fine: string
}

const NAMES: Readonly<Record<Surroundings, string>> = {
  docker: 'a Docker container',
  podman: 'a Podman container',
  kubernetes: 'a Kubernetes pod',
  lxc: 'an LXC container',
  flatpak: 'a Flatpak program',
  snap: 'a strict snap',
  termux: 'Termux on Android',
  wsl1: 'WSL 1',
  gvisor: 'gVisor',
}

/** Judges one kind of surroundings by whether the real start works in it. */
export function judgeAround({ kinds, isContainer = false, where, live, fine }: Around): Finding {
  if (where === null || !kinds.includes(where)) return ok(fine)
  const cause = causeOf({ surroundings: where })
  if (!cause) return ok(fine)
  const seen = `jail runs in ${NAMES[where]}`
  const means = isContainer ? CONTAINER_MEANS : `no jail can be made: ${cause.cause}`
  const causes = isContainer ? [where, ...BY_ITS_START] : [where]
  return judgeSuspect({ seen, means, mend: mendOf(cause), causes }, live)
}
