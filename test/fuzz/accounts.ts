import { expect } from 'bun:test'
import fc from 'fast-check'
import { groupNames, passwdEntry } from '../../src/host/gather/accounts.ts'
import type { Fuzz } from './property.ts'

const field = fc.constantFrom(
  '',
  'eve',
  'root',
  '0',
  '7',
  '07',
  '1e3',
  '-1',
  ' 7',
  '+',
  '+eve',
  '-eve',
  '#eve',
  'x',
  '/h',
  '::',
  '\r',
  '__proto__',
)
const row = fc.oneof(
  { weight: 3, arbitrary: fc.array(field, { maxLength: 8 }).map((fields) => fields.join(':')) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('eve', 'adam', '+eve', '#x', ''), fc.nat({ max: 9 }), field)
      .map(([name, id, group]) => `${name}:x:${id}:${group}:c:/h:/sh`),
  },
)
const file = fc.array(row, { maxLength: 6 }).map((rows) => rows.join('\n'))

/** passwd(5) and nsswitch.conf(5): the first line with a name and this very number. */
function passwdIsRead(text: string, uid: number): void {
  const line = text.split('\n').find((one) => /^[^:#+-]/.test(one) && one.split(':')[2] === `${uid}`)
  const found = passwdEntry(text, uid)
  expect(found === undefined).toBe(line === undefined)
  if (!line || !found) return
  const [name = '', , , gid = '', , home, shell] = line.split(':')
  expect([found.name, found.uid, found.home, found.shell]).toEqual([
    name,
    uid,
    home ?? '/',
    shell || '/bin/sh',
  ])
  expect(found.gid).toBe(/^(0|[1-9]\d*|-[1-9]\d*)$/.test(gid) ? Number(gid) : uid)
}

function groupsAreRead(text: string, wanted: readonly number[]): void {
  const expected = new Map<number, string>()
  for (const line of text.split('\n').toReversed()) {
    const [name = '', , id = ''] = line.split(':')
    if (/^[^:#+-]/.test(line) && wanted.some((gid) => `${gid}` === id)) expected.set(Number(id), name)
  }
  expect(groupNames(text, wanted)).toEqual(expected)
}

export const ACCOUNTS: readonly Fuzz[] = [
  {
    name: 'passwd',
    claim: 'any text of /etc/passwd gives the first account of a uid, or none',
    share: 0.03,
    property: fc.property(file, fc.nat({ max: 9 }), passwdIsRead),
  },
  {
    name: 'group',
    claim: 'any text of /etc/group gives the first name of each group',
    share: 0.03,
    property: fc.property(file, fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), groupsAreRead),
  },
]
