import { expect, test } from 'bun:test'
import { AGENTS } from '../../src/doctor/agents.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import type { AgentInstall } from '../../src/host/places.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { ABSENT, CLAUDE, HEALTHY_PATHS, NODE } from './healthy-paths.ts'
import { judged, type Row, testTable } from './judged.ts'

const claude = (other: Partial<AgentInstall>) => ({ agents: [{ ...CLAUDE, ...other }] })
const BOTH = 'it starts neither outside nor inside'

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'agents.codex': [['not there', {}, 'ok', 'not installed']],
  'agents.claude': [
    [
      'itself in a place of secrets',
      claude({ reachable: false, why: CLAUDE.real }),
      'fail',
      '~/.local/bin/claude is hidden inside',
      '`jail run claude` is refused',
    ],
    ['a program', {}, 'ok', '~/.local/bin/claude'],
    [
      'by Node',
      claude({ node: NODE.path }),
      'ok',
      '~/.local/bin/claude, with ~/.nvm/versions/node/v22.11.0/bin/node',
    ],
    ['not looked for', { agents: [] }, 'unknown', 'nobody looked for claude'],
    [
      'beside PATH',
      claude({ state: 'off-path' }),
      'warn',
      'installed as ~/.local/bin/claude, and PATH does not lead there',
      '`jail run claude` does not find it',
    ],
    [
      'without x',
      claude({ state: 'not-executable', why: 'its mode is 0644' }),
      'fail',
      '~/.local/bin/claude cannot be executed: its mode is 0644',
      BOTH,
      ['chmod +x /home/ana/.local/bin/claude'],
    ],
    [
      'a folder',
      claude({ state: 'not-executable', why: 'it is a folder' }),
      'fail',
      '~/.local/bin/claude cannot be executed: it is a folder',
      BOTH,
      ['npm install -g @anthropic-ai/claude-code'],
    ],
    [
      'without its Node',
      claude({ state: 'lost', why: 'node' }),
      'fail',
      '~/.local/bin/claude is started by node, which is not there',
      BOTH,
      ['apt-get install nodejs'],
    ],
    [
      'without its file',
      claude({ state: 'lost', why: '/home/ana/old/x' }),
      'fail',
      '~/.local/bin/claude is started by ~/old/x, which is not there',
      BOTH,
      ['npm install -g @anthropic-ai/claude-code'],
    ],
    [
      'of snap',
      claude({ state: 'foreign-sandbox', path: '/snap/bin/claude', why: 'snap' }),
      'fail',
      '/snap/bin/claude is a program of snap',
      'snap cannot start inside a user namespace, and so not in the jail',
      ['npm install -g @anthropic-ai/claude-code'],
    ],
    [
      'hidden',
      claude({ reachable: false, why: '/home/ana/.ssh/x' }),
      'fail',
      '~/.local/bin/claude needs ~/.ssh/x, which is hidden inside',
      '`jail run claude` is refused',
    ],
  ],
}

testTable(TABLE)

test('every agent with a profile has a check, and says where it comes from', () => {
  const ids = CHECKS.map(({ id }) => id)
  for (const { command } of Object.values(BUILTIN_PROFILES))
    if (command) expect(ids).toContain(`agents.${command}`)
  for (const { name, url } of AGENTS) {
    expect(ids).toContain(`agents.${name}`)
    expect(url).toStartWith('https://')
  }
})

test('each agent is judged by its own install', () => {
  const agents = AGENTS.map(({ name }) => ({
    ...ABSENT,
    name,
    state: 'off-path' as const,
    path: `/x/${name}`,
  }))
  for (const { name } of AGENTS)
    expect(judged(`agents.${name}`, { agents }).seen).toBe(
      `installed as /x/${name}, and PATH does not lead there`,
    )
})

test('a healthy machine has nothing to say', () => {
  const ids = CHECKS.map(({ id }) => id).filter((id) => /^(paths|person|tools|agents)\./.test(id))
  expect(ids.length).toBe(30)
  for (const id of ids) expect(judged(id, HEALTHY_PATHS)).toMatchObject({ status: 'ok' })
})
