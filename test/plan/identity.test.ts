import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Facts } from '../../src/host/facts.ts'
import { groupText, hostsText, NSSWITCH, passwdText } from '../../src/plan/identity.ts'
import { decide } from '../hosts/small.ts'

const { facts } = decide([{}])
const ROOT = { name: 'root', uid: 0, gid: 0, comment: 'root' }
const asRoot: Facts = {
  ...facts,
  account: ROOT,
  caller: { ...facts.caller, uid: 0, gid: 0, groups: [0], user: 'root', home: '/root' },
}
const rowsOf = (text: string) => text.split('\n').slice(0, -1)

describe('the accounts of the box', () => {
  test.each([
    [
      'are yours, root and nobody',
      facts,
      [
        'eve:x:1000:1000::/home/eve:/bin/sh',
        'root:x:0:0:root:/root:/bin/sh',
        'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
      ],
    ],
    [
      'have root once when you are root',
      asRoot,
      ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'],
    ],
    [
      'have the owner of the project, who cannot log in',
      { ...facts, projectOwner: { name: 'bob', uid: 1001, gid: 100, comment: 'Bob' } },
      [
        'eve:x:1000:1000::/home/eve:/bin/sh',
        'root:x:0:0:root:/root:/bin/sh',
        'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
        'bob:x:1001:100:Bob:/nonexistent:/usr/sbin/nologin',
      ],
    ],
    [
      'have root once when the project is root’s',
      { ...facts, projectOwner: ROOT },
      [
        'eve:x:1000:1000::/home/eve:/bin/sh',
        'root:x:0:0:root:/root:/bin/sh',
        'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
      ],
    ],
  ])('%s', (_, known, rows) => {
    expect(rowsOf(passwdText(known))).toEqual(rows)
  })

  test('no name or comment makes another field or account', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, comment, shell) => {
        const account = { ...facts.account, name, comment }
        const rows = rowsOf(passwdText({ ...facts, account, caller: { ...facts.caller, shell } }))
        expect(rows.map((row) => row.split(':').length)).toEqual([7, 7, 7])
        expect(rows.map((row) => row.split(':')[2])).toEqual(['1000', '0', '65534'])
      }),
    )
  })
})

describe('the groups of the box', () => {
  const withGroups = (groups: number[], names: [number, string][]): Facts => ({
    ...facts,
    caller: { ...facts.caller, groups },
    groupNames: new Map(names),
  })
  test.each([
    [
      'are yours by name',
      [1000, 27],
      [
        [1000, 'eve'],
        [27, 'sudo'],
      ],
      ['root:x:0:', 'eve:x:1000:', 'sudo:x:27:', 'nogroup:x:65534:'],
    ],
    [
      'have a name where the host has none',
      [1000, 4000],
      [],
      ['root:x:0:', 'eve:x:1000:', 'group4000:x:4000:', 'nogroup:x:65534:'],
    ],
    ['stand there once', [1000, 0, 1000], [[1000, 'eve']], ['root:x:0:', 'eve:x:1000:', 'nogroup:x:65534:']],
    [
      'have the host’s name for 65534',
      [65534],
      [[65534, 'nobody']],
      ['root:x:0:', 'eve:x:1000:', 'nobody:x:65534:'],
    ],
    [
      'have no other group by a strange name',
      [1000],
      [[1000, 'a:b\nc']],
      ['root:x:0:', 'a_b_c:x:1000:', 'nogroup:x:65534:'],
    ],
  ] as [string, number[], [number, string][], string[]][])('%s', (_, groups, names, rows) => {
    expect(rowsOf(groupText(withGroups(groups, names)))).toEqual(rows)
  })
})

describe('names of hosts', () => {
  test.each([
    ['127.0.0.1 localhost\n10.0.0.9 nas\n', '127.0.0.1 localhost\n10.0.0.9 nas\n127.0.0.1 jail\n'],
    ['127.0.0.1 localhost', '127.0.0.1 localhost\n127.0.0.1 jail\n'],
    ['', '127.0.0.1 localhost\n::1 localhost\n127.0.0.1 jail\n'],
  ])('%j become %j', (hostsFile, text) => {
    expect(hostsText({ ...facts, hostsFile }, 'jail')).toBe(text)
  })

  test('are looked up in files and DNS only, never over a socket of the host', () => {
    const sources = NSSWITCH.split('\n').flatMap((row) => row.split(/\s+/).slice(1))
    expect(new Set(sources)).toEqual(new Set(['files', 'usrfiles', 'dns']))
    expect(NSSWITCH).toEndWith('\n')
  })
})
