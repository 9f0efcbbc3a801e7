import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agentAt } from '../../src/host/machine/agents.ts'
import { placeHere } from '../../src/host/machine/box.ts'
import { groundOf } from '../../src/host/machine/ground.ts'
import type { AgentInstall } from '../../src/host/places.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { Box, LONG } from './support/box.ts'

const files = new Files(new Libc())
const boxes: Box[] = []
afterAll(() => {
  for (const box of boxes) box.remove()
})

/** On no machine, so that only what is planted is found. */
const NAME = 'jail-test-agent'
const SAYS = '#!/bin/sh\necho started\n'
const SYSTEM = '/usr/bin:/bin'

function link(box: Box, at: string, to: string): void {
  const full = join(box.home, at)
  mkdirSync(dirname(full), { recursive: true })
  symlinkSync(to, full)
}

/** What doctor says of the agent, with the project of the box. */
async function told(box: Box, PATH: string): Promise<AgentInstall> {
  const place = await placeHere(groundOf({ ...box.env, PATH }, files))
  const cwd = { logical: box.project, real: box.project }
  const project = { path: box.project, named: box.project, why: 'cwd', id: 'test' } as const
  const places = { ...place.places, project: box.project }
  return agentAt(NAME, 'base', { ...place, caller: { ...place.caller, cwd }, project, places })
}

type Layout = readonly [says: string, plant: (box: Box) => void, folders: readonly string[]]

const STARTS: readonly Layout[] = [
  [
    'a program in a place of secrets, since it is named',
    (box) => box.plant(`.ssh/bin/${NAME}`, SAYS, 0o755),
    ['.ssh/bin'],
  ],
  ['a program in ~/.local/bin', (box) => box.plant(`.local/bin/${NAME}`, SAYS, 0o755), ['.local/bin']],
  [
    'a package of npm with its own node',
    (box) => {
      box.plant('.npm-global/lib/node_modules/a/cli.js', '#!/usr/bin/env node\n', 0o755)
      link(box, `.npm-global/bin/${NAME}`, '../lib/node_modules/a/cli.js')
      box.plant('.nvm/versions/node/v22.0.0/bin/node', SAYS, 0o755)
      box.plant('.nvm/versions/node/v22.0.0/lib/node_modules/npm/package.json', '{}')
    },
    ['.nvm/versions/node/v22.0.0/bin', '.npm-global/bin'],
  ],
  [
    'a shim of volta',
    (box) => {
      box.plant('.volta/bin/volta-shim', SAYS, 0o755)
      link(box, `.volta/bin/${NAME}`, 'volta-shim')
    },
    ['.volta/bin'],
  ],
]

const REFUSED: readonly Layout[] = [
  ['nothing', () => undefined, []],
  ['a file that is no program', (box) => box.plant(`tools/${NAME}`, SAYS, 0o644), ['tools']],
  [
    'a script whose starter is gone',
    (box) => box.plant(`tools/${NAME}`, '#!/usr/bin/env no-such-thing\n', 0o755),
    ['tools'],
  ],
  [
    'a program of flatpak',
    (box) => box.plant(`flatpak/exports/bin/${NAME}`, SAYS, 0o755),
    ['flatpak/exports/bin'],
  ],
]

async function both([, plant, folders]: Layout): Promise<{
  promised: boolean
  started: boolean
  why: string
}> {
  const box = new Box()
  boxes.push(box)
  plant(box)
  const PATH = [...folders.map((folder) => join(box.home, folder)), SYSTEM].join(':')
  const agent = await told(box, PATH)
  const run = box.jail(['run', NAME], { env: { PATH } })
  return {
    promised: agent.state === 'found' && agent.reachable,
    started: run.code === 0 && run.out === 'started\n',
    why: run.err,
  }
}

describe('doctor says of an agent what a run of it does', () => {
  for (const layout of STARTS)
    test(
      `it starts: ${layout[0]}`,
      async () => {
        expect(await both(layout)).toEqual({ promised: true, started: true, why: '' })
      },
      LONG,
    )

  for (const layout of REFUSED)
    test(
      `it does not: ${layout[0]}`,
      async () => {
        const { promised, started, why } = await both(layout)
        expect({ promised, started }).toEqual({ promised: false, started: false })
        expect(why).toStartWith('jail: ')
      },
      LONG,
    )
})
