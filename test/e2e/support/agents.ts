/** Where the real agents are, and how one is started with a stand-in for its model. */

import { dirname, join } from 'node:path'
import type { AgentCase } from './agent-case.ts'
import { Box, type Done, until } from './box.ts'
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

type Conversation = {
  readonly isDone: () => boolean
  readonly limitMs: number
  readonly typed?: { readonly after: string; readonly text: string }
}

/**
 * Runs a command in a terminal of the box until `isDone`, and kills it; throws with the screen when that takes too long.
 * `typed` is entered as soon as the screen shows `after`.
 */
export async function converseInTerminal(
  box: Box,
  argv: readonly string[],
  { isDone, limitMs, typed }: Conversation,
): Promise<void> {
  let screen = ''
  const child = Bun.spawn([...argv], {
    cwd: box.project,
    env: { ...box.env, TERM: 'xterm-256color' },
    terminal: {
      cols: 80,
      rows: 24,
      data: (_, bytes) => {
        screen += new TextDecoder().decode(bytes)
      },
    },
  })
  try {
    if (typed) {
      await until(typed.after, () => screen.includes(typed.after) || undefined, limitMs)
      child.terminal?.write(typed.text)
      // Apart, or it is taken for text that was pasted.
      await Bun.sleep(500)
      child.terminal?.write('\r')
    }
    await until('an answer', () => isDone() || undefined, limitMs)
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw new Error(`${why} The screen ends with: ${JSON.stringify(screen.slice(-1500))}`)
  } finally {
    child.kill('SIGKILL')
    await child.exited
  }
}
