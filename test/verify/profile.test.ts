import { expect, test } from 'bun:test'
import { PROBES } from '../../probes/index.ts'
import { groupsOf } from '../../src/verify/tries.ts'

test('a probe of one profile is tried in a box of that profile, and the others together in one box', () => {
  const ids = ['home-codex-login', 'persist-claude-json', 'home-aws', 'home-ssh-key', 'persist-codex-program']
  const groups = groupsOf(PROBES.filter(({ id }) => ids.includes(id)))
  const lines = groups.map(
    (group) =>
      `${group[0]?.profile}: ${group
        .map(({ id }) => id)
        .sort()
        .join(' ')}`,
  )
  expect(lines.sort()).toEqual([
    'claude: home-codex-login persist-claude-json',
    'codex: persist-codex-program',
    'undefined: home-aws home-ssh-key',
  ])
})

test('a probe of one profile is not among the quick ones, which are tried in the box of any', () => {
  const own = PROBES.filter(({ profile }) => profile !== undefined)
  expect(own.length).toBeGreaterThan(0)
  expect(own.filter(({ fast }) => fast).map(({ id }) => id)).toEqual([])
})
