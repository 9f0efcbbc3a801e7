import type { NetworkMode } from '../policy/words.ts'
import { type Ending, hearEnd } from './ending.ts'
import { type Ground, makeGround, plantAnswer, plantSettings, sweep } from './field.ts'
import { type Judged, judge } from './judge.ts'
import type { Field, Probe, Witness } from './probe.ts'
import { callerHere, type Person, type Tries, tryEach } from './tries.ts'

export type Quick = {
  /** None of them asks for the witness, a box of its own or the real home. */
  readonly probes: readonly Probe[]
  readonly network: NetworkMode
  readonly person: Person
  readonly outside: string
  readonly box: readonly string[]
  readonly env: (ground: Ground) => Readonly<Record<string, string>>
}

/** There is none: starting one would take longer than all attacks. */
export const NO_WITNESS: Witness = {
  pid: 0,
  tcp: 0,
  tcp6: undefined,
  udp: 0,
  hostname: '',
  abstract: '',
  socket: '',
  sockets: { gpg: '', ssh: '', docker: '', bus: '', podman: '', wayland: '', pulse: '' },
  memory: 0,
  shm: 0,
  places: {},
  spaces: {},
  signalled: '',
  asked: '',
}

/** Controls and attacks at the same time, each in a field of its own: for the moment before an agent starts. */
export async function tryQuickly(quick: Quick): Promise<Judged[]> {
  const { probes, network, person, outside, box } = quick
  sweep(person.stateHome)
  const ending = hearEnd()
  // The box takes longer, so it comes first.
  const [attacks, controls] = await Promise.all([
    inField({ ...quick, line: [...box, outside], ending }),
    inField({ ...quick, line: [outside], ending }),
  ]).finally(ending.over)
  const caller = callerHere()
  return probes.map((probe) =>
    judge(probe, {
      network,
      caller,
      control: controls.answers.get(probe.id),
      attack: attacks.answers.get(probe.id),
      silence: controls.silence.get(probe.id) ?? attacks.silence.get(probe.id),
    }),
  )
}

type InField = Quick & { readonly line: readonly string[]; readonly ending: Ending }

async function inField({ probes, network, person, env, line, ending }: InField): Promise<Tries> {
  const ground = makeGround(person.stateHome)
  try {
    plantSettings(person.settings, ground.home)
    plantAnswer(person.stateHome, ground.home)
    const { top: _top, remove: _remove, ...places } = ground
    const field: Field = { ...places, network, witness: NO_WITNESS, realCanary: undefined }
    return await tryEach({
      field,
      probes,
      command: () => line,
      env: env(ground),
      person,
      stopped: ending.stopped,
    })
  } finally {
    ground.remove()
  }
}
