import { afterAll, describe, expect, test } from 'bun:test'
import { AGENTS } from '../../../src/doctor/agents.ts'
import { agentAt, knownAgents } from '../../../src/host/machine/agents.ts'
import type { AgentInstall } from '../../../src/host/places.ts'
import { BUILTIN_PROFILES } from '../../../src/policy/builtin.ts'
import { Planted } from './planted.ts'

const homes: Planted[] = []
afterAll(() => {
  for (const home of homes) home.remove()
})

/** A name that is on no machine, so that only what is planted is found. */
const NAME = 'jail-test-agent'
const BY_NODE = '#!/usr/bin/env node\n'

async function found(plant: (home: Planted) => void, path: string): Promise<AgentInstall> {
  const home = new Planted()
  homes.push(home)
  plant(home)
  const agent = agentAt(NAME, 'base', await home.place({ PATH: path }))
  const show = home.shown.bind(home)
  return {
    ...agent,
    path: show(agent.path),
    real: show(agent.real),
    node: agent.node === null ? null : show(agent.node),
    why: show(agent.why),
  }
}

const NOTHING = { name: NAME, path: '', real: '', node: null, reachable: false, why: '' }

describe('an agent', () => {
  test.each<[string, (home: Planted) => void, string, AgentInstall]>([
    ['that is nowhere is absent', () => undefined, '/usr/bin:/bin', { ...NOTHING, state: 'absent' }],
    [
      'of npm, with the Node of nvm, is reachable with both',
      (home) => {
        home.file('~/.npm-global/lib/node_modules/agent/cli.js', BY_NODE)
        home.link(`~/.npm-global/bin/${NAME}`, '~/.npm-global/lib/node_modules/agent/cli.js')
        home.file('~/.nvm/versions/node/v22.1.0/bin/node')
        home.folder('~/.nvm/versions/node/v22.1.0/lib/node_modules')
      },
      '~/.nvm/versions/node/v22.1.0/bin:~/.npm-global/bin:/usr/bin:/bin',
      {
        name: NAME,
        state: 'found',
        path: `~/.npm-global/bin/${NAME}`,
        real: '~/.npm-global/lib/node_modules/agent/cli.js',
        node: '~/.nvm/versions/node/v22.1.0/bin/node',
        reachable: true,
        why: '',
      },
    ],
    [
      'that is one program, named by a link, is reachable without Node',
      (home) => {
        home.file('~/.local/share/claude/versions/2.1.0')
        home.link(`~/.local/bin/${NAME}`, '~/.local/share/claude/versions/2.1.0')
      },
      '~/.local/bin:/usr/bin:/bin',
      {
        name: NAME,
        state: 'found',
        path: `~/.local/bin/${NAME}`,
        real: '~/.local/share/claude/versions/2.1.0',
        node: null,
        reachable: true,
        why: '',
      },
    ],
    [
      'that a manager gives shims is reachable',
      (home) => {
        home.file('~/.volta/bin/volta-shim')
        home.link(`~/.volta/bin/${NAME}`, '~/.volta/bin/volta-shim')
      },
      '~/.volta/bin:/usr/bin:/bin',
      {
        name: NAME,
        state: 'found',
        path: `~/.volta/bin/${NAME}`,
        real: '~/.volta/bin/volta-shim',
        node: null,
        reachable: true,
        why: '',
      },
    ],
    [
      'whose Node is gone is lost',
      (home) => home.file(`~/.npm-global/bin/${NAME}`, BY_NODE),
      '~/.npm-global/bin',
      {
        ...NOTHING,
        state: 'lost',
        path: `~/.npm-global/bin/${NAME}`,
        real: `~/.npm-global/bin/${NAME}`,
        why: 'node',
      },
    ],
    [
      'that may not be executed says its mode',
      (home) => home.file(`~/tools/${NAME}`, '#!/bin/sh\n', 0o644),
      '~/tools:/usr/bin',
      { ...NOTHING, state: 'not-executable', path: `~/tools/${NAME}`, why: 'its mode is 0644' },
    ],
    [
      'that is a folder says so',
      (home) => home.folder(`~/tools/${NAME}`),
      '~/tools:/usr/bin',
      { ...NOTHING, state: 'not-executable', path: `~/tools/${NAME}`, why: 'it is a folder' },
    ],
    [
      'of flatpak belongs to another sandbox',
      (home) => home.file(`~/.local/share/flatpak/exports/bin/${NAME}`),
      '~/.local/share/flatpak/exports/bin:/usr/bin',
      {
        ...NOTHING,
        state: 'foreign-sandbox',
        path: `~/.local/share/flatpak/exports/bin/${NAME}`,
        why: 'flatpak',
      },
    ],
    [
      'in a place of secrets is shown, since it is named',
      (home) => home.file(`~/.ssh/bin/${NAME}`),
      '~/.ssh/bin:/usr/bin',
      {
        name: NAME,
        state: 'found',
        path: `~/.ssh/bin/${NAME}`,
        real: `~/.ssh/bin/${NAME}`,
        node: null,
        reachable: true,
        why: '',
      },
    ],
    [
      'beside PATH is found where installers put it',
      (home) => home.file(`~/.local/bin/${NAME}`),
      '/usr/bin:/bin',
      { ...NOTHING, state: 'off-path', path: `~/.local/bin/${NAME}` },
    ],
    [
      'of a Node that is not the chosen one is found beside PATH',
      (home) => home.file(`~/.nvm/versions/node/v18.0.0/bin/${NAME}`),
      '/usr/bin:/bin',
      { ...NOTHING, state: 'off-path', path: `~/.nvm/versions/node/v18.0.0/bin/${NAME}` },
    ],
  ])('%s', async (_, plant, path, wanted) => {
    expect(await found(plant, path)).toEqual(wanted)
  })
})

test('every profile with a command and every known agent is looked for, each once', () => {
  const names = knownAgents().map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
  for (const { command } of Object.values(BUILTIN_PROFILES)) if (command) expect(names).toContain(command)
  for (const { name } of AGENTS) expect(names).toContain(name)
  expect(knownAgents()).toContainEqual({ name: 'claude', profile: 'claude' })
})
