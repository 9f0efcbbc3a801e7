import type { LimitScope } from '../plan/plan.ts'
import { callBytes, Writer } from './dbus.ts'

export const SERIAL = 1

/**
 * StartTransientUnit of org.freedesktop.systemd1(5): a scope of this name that has the process and the limits.
 * `Delegate` lets jail make a group in it, so that the box does not see the files of its own limits; such a scope stays
 * when the kernel ended one process for its memory (systemd.scope(5), OOMPolicy).
 */
export function scopeCall(name: string, pid: number, properties: LimitScope['properties']): Uint8Array {
  const body = new Writer()
    .string(name)
    .string('fail')
    .array(8, (to) => {
      property(to, 'Description', 's', (value) => value.string('the box of a jail'))
      property(to, 'PIDs', 'au', (value) => value.array(4, (list) => list.u32(pid)))
      property(to, 'Delegate', 'b', (value) => value.u32(1))
      property(to, 'CollectMode', 's', (value) => value.string('inactive-or-failed'))
      for (const one of properties) property(to, one.name, 't', (value) => value.u64(BigInt(one.value)))
    })
    .array(8, () => undefined)
  return callBytes({
    serial: SERIAL,
    path: '/org/freedesktop/systemd1',
    interface: 'org.freedesktop.systemd1.Manager',
    member: 'StartTransientUnit',
    destination: 'org.freedesktop.systemd1',
    signature: 'ssa(sv)a(sa(sv))',
    body: body.bytes(),
  })
}

/** A struct of a name and a variant, which is a signature and a value of it. */
function property(to: Writer, name: string, signature: string, write: (value: Writer) => void): void {
  write(to.align(8).string(name).signature(signature))
}
