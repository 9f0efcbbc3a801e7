import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { isWithin, nameOf } from '../../src/policy/paths.ts'
import type { Policy, Rule } from '../../src/policy/policy.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { AGENTS, at, grantsOf, PLACES, policyOf, shows } from './profile-places.ts'

const GUIDE = readFileSync(new URL('../../docs/agents.md', import.meta.url), 'utf8')

/** What each agent runs, or starts something from, when it is started on the host. */
const RUN_LATER = [
  ['claude', '~/.claude/settings.json'],
  ['claude', '~/.claude/plugins'],
  ['claude', '~/.claude/statusline.sh'],
  ['codex', '~/.codex/config.toml'],
  ['codex', '~/.codex/hooks.json'],
  ['codex', '~/.codex/.env'],
  ['gemini', '~/.gemini/settings.json'],
  ['gemini', '~/.gemini/extensions'],
  ['opencode', '~/.config/opencode'],
  ['copilot', '~/.copilot/mcp-config.json'],
  ['copilot', '~/.copilot/installed-plugins'],
  ['copilot', '~/.cache/copilot/pkg/linux-x64/1.0.0'],
  ['qwen', '~/.qwen/settings.json'],
  ['qwen', '~/.qwen/extensions'],
  ['pi', '~/.pi/agent/extensions'],
  ['pi', '~/.pi/agent/bin'],
  ['cline', '~/.cline/data/settings/cline_mcp_settings.json'],
  ['cline', '~/.cline/cron'],
  ['cline', '~/.cline/data/locks'],
  ['amp', '~/.config/amp'],
  ['crush', '~/.config/crush'],
] as const

const LOGINS = [
  ['claude', '~/.claude/.credentials.json'],
  ['codex', '~/.codex/auth.json'],
  ['gemini', '~/.gemini/oauth_creds.json'],
  ['opencode', '~/.local/share/opencode/auth.json'],
  ['copilot', '~/.copilot/config.json'],
  ['qwen', '~/.qwen/oauth_creds.json'],
  ['pi', '~/.pi/agent/auth.json'],
  ['cline', '~/.cline/data/settings/providers.json'],
  ['amp', '~/.local/share/amp/secrets.json'],
  ['crush', '~/.local/share/crush/crush.json'],
] as const

describe('an agent', () => {
  test.each(AGENTS)('%s has its own command, and stands on the agent profile', (name) => {
    expect(BUILTIN_PROFILES[name]?.command).toBe(name)
    expect(profileLayers(name, BUILTIN_PROFILES).map(({ from }) => from)).toEqual([
      'profile base',
      'profile agent',
      `profile ${name}`,
    ])
  })

  test.each(AGENTS)('%s has a folder of state that is made when it is missing', (name) => {
    expect(policyOf(name).rules.filter(({ create }) => create === 'folder')).not.toEqual([])
  })

  test.each(['base', 'agent', 'shell'])('%s is none: any command runs in it', (name) => {
    expect(policyOf(name).command).toBeUndefined()
  })

  test('claude gets a copy of ~/.claude.json, which it replaces as a whole', () => {
    const rule = policyOf('claude').rules.filter(({ path }) => path === at('~/.claude.json'))
    expect(rule).toMatchObject([{ word: 'copy', from: 'profile claude', required: false }])
  })

  test.each(RUN_LATER)('%s cannot change %s, and the person can open it', (name, place) => {
    const winner = (policy: Policy) =>
      policy.rules.filter(({ path }) => isWithin(at(place), path)).at(-1)?.word
    expect(closingOf(policyOf(name), at(place))).toMatchObject({ from: `profile ${name}` })
    const opened = { from: 'me', file: { write: { [place]: 'I change it inside' } } }
    const layers = [...profileLayers(name, BUILTIN_PROFILES), opened]
    expect(winner(resolvePolicy(name, layers, PLACES))).toBe('write')
  })

  test.each(LOGINS)('%s can write its login, %s', (name, place) => {
    expect(closingOf(policyOf(name), at(place))).toBeUndefined()
    const grants = policyOf(name).rules.filter(
      ({ word, path }) => word === 'write' && isWithin(at(place), path),
    )
    expect(grants).not.toEqual([])
  })

  test.each(AGENTS)('%s makes nothing on the host that docs/agents.md does not name', (name) => {
    const rows = GUIDE.split('\n').filter((line) => line.startsWith(`| ${name} |`))
    const made = policyOf(name).rules.filter(({ create, from }) => create && from === `profile ${name}`)
    const inState = made.filter(({ word, path }) => word !== 'write' && !path.startsWith(at('~/.config/')))
    const unnamed = inState.filter(({ path }) => !rows.join().includes(`${nameOf(path)}\``))
    expect(unnamed.map(({ path }) => path)).toEqual([])
  })

  test.each(AGENTS)('%s says what it closes and how that is opened', (name) => {
    expect(policyOf(name).notes.join(' ')).toMatch(/--write|no test runs it/)
  })

  test.each(AGENTS)('%s sees no state of the other agents', (name) => {
    const others = AGENTS.filter((other) => other !== name).flatMap((other) =>
      policyOf(other).rules.filter(({ from, word }) => from === `profile ${other}` && word !== 'hide'),
    )
    expect(others).not.toEqual([])
    for (const { path } of others) expect(grantsOf(name).filter((rule) => shows(rule, path))).toEqual([])
  })
})

/** The rule that keeps a place from being changed: it is the closest one that speaks of the place. */
function closingOf(policy: Policy, place: string): Rule | undefined {
  const rules = policy.rules.filter((rule) =>
    rule.word === 'read' || rule.word === 'protect' || rule.word === 'hide' || rule.word === 'write'
      ? shows(rule, place)
      : false,
  )
  const closest = rules.toSorted((one, other) => other.path.length - one.path.length)[0]
  return closest?.word === 'write' ? undefined : closest
}
