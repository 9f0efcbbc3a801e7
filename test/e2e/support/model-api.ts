/**
 * A stand-in for the model APIs that real agents talk to: Anthropic Messages, OpenAI Responses, OpenAI
 * chat completions and Gemini. To everything the agent's user says it answers with one call of the
 * agent's shell tool; to the result of that call it answers with a closing word.
 *
 * It replies in streams because the agents accept nothing else, and with only those fields that some
 * agent refused to go without.
 */

import { APIS, type Call, object } from './model-formats.ts'

/** A running stand-in. */
export interface ModelApi {
  /** The address without a path and without a slash at the end, such as `http://127.0.0.1:40123`. */
  url: string
  port: number
  /** What the shell tool printed, one string for each call of it that came back, the oldest first. */
  toolResults(): string[]
  /** What the model was asked, as JSON: a continued session shows by the earlier turns that stand in it. */
  requests(): string[]
  stop(): void
}

/** Starts a stand-in on a free port of 127.0.0.1 that has `command` run in the agent's shell tool. */
export function startModelApi(options: { command: string }): ModelApi {
  const results: string[] = []
  const requests: string[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    // A connection that an agent keeps open while its tool runs must not be cut in between.
    idleTimeout: 120,
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      if (request.method !== 'POST') return Response.json({ data: [], models: [] })
      const api = APIS.find((candidate) => candidate.path.test(pathname))
      if (!api) return Response.json({ error: { message: `no ${pathname} here` } }, { status: 404 })
      const body = await request.text()
      requests.push(body)
      const turn = api.read(object(JSON.parse(body)), pathname)
      results.push(...turn.results)
      return api.write(turn, turn.results.length > 0 ? undefined : shellCall(turn.tools, options.command))
    },
  })
  const port = server.port ?? 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    toolResults: () => [...results],
    requests: () => [...requests],
    stop: () => {
      // True: an agent that was killed may have left a connection open.
      void server.stop(true)
    },
  }
}

// Agents name their shell tool differently and offer others whose names look like it, so these are
// their real names: claude; opencode, copilot and pi; codex (three generations); gemini and qwen; cline.
const SHELL_TOOLS = [
  'Bash',
  'bash',
  'exec_command',
  'shell_command',
  'shell',
  'run_shell_command',
  'run_commands',
]

function shellCall(tools: readonly string[], command: string): Call | undefined {
  const tool = SHELL_TOOLS.find((name) => tools.includes(name))
  // Requests without a shell tool are side questions, such as one for a title of the session.
  if (tool === undefined) return undefined
  if (tool === 'exec_command') return { tool, input: { cmd: command } }
  if (tool === 'run_commands') return { tool, input: { commands: [command] } }
  if (tool === 'shell') return { tool, input: { command: ['bash', '-lc', command] } }
  return { tool, input: { command, description: 'what the test asks for' } }
}
