/** Where the real agents are, and how one is started with a stand-in for its model. */

import { dirname, join } from 'node:path'
import type { AgentCase } from './agent-cases.ts'
import { Box, type Done } from './box.ts'
import { type ModelApi, startModelApi } from './model-api.ts'

/** The npm prefix that scripts/fetch-agents fills. */
export const PREFIX = new URL('../../../.tools/agents', import.meta.url).pathname

/** Node itself, and not a script or link of a tool manager of this machine that would look for its settings. */
export const NODE = Bun.spawnSync(['node', '-p', 'process.execPath']).stdout.toString().trim()

/** PATH with a folder of programs first, and Node where this machine has it. */
export function agentPath(bin = join(PREFIX, 'bin')): string {
  return [...new Set([bin, dirname(NODE), '/usr/bin', '/bin'])].join(':')
}

/** A box with the agent in it, and the model that it talks to, which has it run `command`. */
export function makePlace(agent: AgentCase, command: string): { box: Box; api: ModelApi } {
  const box = new Box()
  const api = startModelApi({ command })
  Object.assign(box.env, { PATH: agentPath() }, agent.env(api.url))
  for (const [path, content] of Object.entries(agent.home(api.url, box.project))) box.plant(path, content)
  box.outside('git init -q .')
  return { box, api }
}

/** Runs a command in the box as `box.command` does, but without stopping the model API, which is served from here. */
export async function converse(box: Box, argv: readonly string[], limitMs: number): Promise<Done> {
  const child = Bun.spawn([...argv], {
    cwd: box.project,
    env: box.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  await child.exited
  return { code: child.exitCode, out, err }
}
