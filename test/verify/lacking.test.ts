import { expect, test } from 'bun:test'
import { probesNamed } from '../../probes/index.ts'
import { judge } from '../../src/verify/judge.ts'
import { isOnHost } from '../../src/verify/places.ts'
import type { Attempt, Field, Witness } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { WORKED } from './given.ts'

/** What a machine lacks cannot be attacked there: nothing is claimed, which fails no CI in a small container. */

const verdictOf = (id: string, control: Attempt): string => {
  const [probe] = probesNamed([id])
  if (!probe) throw new Error(`no probe ${id}`)
  const caller = { isRoot: true, arch: 'x64', unheld: {} }
  return judge(probe, { network: 'none', caller, control, attack: control }).verdict
}

const tried = async (id: string, more: Partial<Witness>): Promise<Attempt> => {
  const [probe] = probesNamed([id])
  if (!probe) throw new Error(`no probe ${id}`)
  const field: Field = {
    ...{ home: '/', project: '/', other: '/', outside: '/', canary: 'x', network: 'none' },
    ...{ witness: { ...NO_WITNESS, ...more }, realCanary: undefined },
  }
  return probe.attempt(field)
}

test('a place of the system that is not there', () => {
  const control = isOnHost('/no/such/place')
  expect(control.worked).toBe(false)
  expect(verdictOf('see-machine-id', control)).toBe('unclaimed')
  expect(isOnHost('/usr')).toEqual({ worked: true, evidence: '/usr is there' })
})

test('IPv6', async () => {
  expect(verdictOf('net-host-loopback-6', await tried('net-host-loopback-6', { tcp6: undefined }))).toBe(
    'unclaimed',
  )
})

test('a name of the host that is not that of the box', async () => {
  expect(verdictOf('see-hostname', await tried('see-hostname', { hostname: 'jail' }))).toBe('unclaimed')
})

test('but a process outside that is gone proves nothing, and what is there is attacked', async () => {
  const gone = await tried('see-process', { pid: 0x3fff_ffff })
  expect(verdictOf('see-process', gone)).toBe('inconclusive')
  expect(verdictOf('see-machine-id', WORKED)).toBe('escaped')
})
