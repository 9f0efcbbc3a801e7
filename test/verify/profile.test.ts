import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { definedEnv } from '../../src/commands/prepare.ts'
import { verify } from '../../src/verify/run.ts'
import { JAIL } from '../e2e/support/box.ts'

const stateHome = mkdtempSync(join(tmpdir(), 'jail-profile-'))
afterAll(() => rmSync(stateHome, { recursive: true, force: true }))

test('a probe of one profile is tried in a box of that profile, and the others together in one box', async () => {
  const boxes: (readonly [string | undefined, readonly string[]])[] = []
  const ids = ['home-codex-login', 'persist-claude-json', 'home-aws', 'home-ssh-key', 'persist-codex-program']
  await verify({
    probes: PROBES.filter(({ id }) => ids.includes(id)),
    network: 'open',
    stateHome,
    isOffline: true,
    ways: {
      control: () => ['/bin/true'],
      attack: (some, _, profile) => {
        boxes.push([profile, some])
        return ['/bin/true']
      },
      witness: ({ canary, outside }) => [JAIL, '__probe', 'witness', canary, outside],
      env: () => definedEnv(process.env),
    },
  })
  const sorted = boxes.map(([profile, some]) => `${profile}: ${some.toSorted().join(' ')}`).toSorted()
  expect(sorted).toEqual([
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
