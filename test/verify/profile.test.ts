import { describe, expect, test } from 'bun:test'
import { PROBES } from '../../probes/index.ts'
import type { Probe } from '../../src/verify/probe.ts'
import { groupsOf } from '../../src/verify/tries.ts'
import { probe } from './given.ts'

/** A sandbox with profiles, attacked with this one of them. */
const boxWith = (chosen: string) => (profile?: string) => ['jail', profile ?? chosen]
const NO_PROFILES = (): string[] => ['srt']

const PROFILE: readonly Probe[] = [
  probe('home-any'),
  probe('home-another'),
  probe('home-base', { profile: 'base' }),
  probe('home-claude', { profile: 'claude' }),
  probe('home-codex', { profile: 'codex' }),
  probe('home-claude-too', { profile: 'claude' }),
]
const ALONE: readonly Probe[] = [
  probe('life-first', { alone: true }),
  probe('life-shared', { alone: 'leftovers' }),
  probe('life-second', { alone: true }),
  probe('works-git', { alone: 'git' }),
  probe('life-shared-too', { alone: 'leftovers' }),
]

describe('in one box, the largest number first, are', () => {
  test.each<[string, readonly Probe[], (profile?: string) => readonly string[], readonly string[]]>([
    [
      'those of one profile, and with those of the chosen one all that name none',
      PROFILE,
      boxWith('base'),
      ['home-any home-another home-base', 'home-claude home-claude-too', 'home-codex'],
    ],
    [
      'the same with another chosen profile',
      PROFILE,
      boxWith('claude'),
      ['home-any home-another home-claude home-claude-too', 'home-base', 'home-codex'],
    ],
    ['all where there are no profiles', PROFILE, NO_PROFILES, [PROFILE.map(({ id }) => id).join(' ')]],
    [
      'those that disturb others by one word, and each of the rest for itself',
      ALONE,
      NO_PROFILES,
      ['life-shared life-shared-too', 'life-first', 'life-second', 'works-git'],
    ],
  ])('%s', (_, probes, command, groups) => {
    expect(groupsOf(probes, command).map((group) => group.map(({ id }) => id).join(' '))).toEqual([...groups])
  })
})

test('a probe of one profile is not among the quick ones, which are tried in the box of any', () => {
  const own = PROBES.filter(({ profile }) => profile !== undefined)
  expect(own.length).toBeGreaterThan(0)
  expect(own.filter(({ fast }) => fast).map(({ id }) => id)).toEqual([])
})
