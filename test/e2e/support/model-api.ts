/**
 * A stand-in for the model APIs that real agents talk to: Anthropic Messages, OpenAI Responses, OpenAI
 * chat completions and Gemini. To everything the agent's user says it answers with one call of the
 * agent's shell tool; to the result of that call it answers with a closing word.
 *
 * It replies in streams because the agents accept nothing else, and with only those fields that some
 * agent refused to go without.
 */

/** A running stand-in. */
export interface ModelApi {
  /** The address without a path and without a slash at the end, such as `http://127.0.0.1:40123`. */
  url: string
  port: number
  /** What the shell tool printed, one string for each call of it that came back, the oldest first. */
  toolResults(): string[]
  stop(): void
}

/** The text with which the stand-in ends every turn; an agent in headless mode prints it. */
export const CLOSING_WORD = 'DONE-FROM-FAKE'

/** Starts a stand-in on a free port of 127.0.0.1 that has `command` run in the agent's shell tool. */
export function startModelApi(options: { command: string }): ModelApi {
  const results: string[] = []
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
      const turn = api.read(object(await request.json()), pathname)
      results.push(...turn.results)
      return api.write(turn, turn.results.length > 0 ? undefined : shellCall(turn.tools, options.command))
    },
  })
  const port = server.port ?? 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    toolResults: () => [...results],
    stop: () => {
      // True: an agent that was killed may have left a connection open.
      void server.stop(true)
    },
  }
}

/** What matters of a request, whatever API it came by. */
interface Turn {
  /** Tool results that the request brings for the first time: those of its last message. */
  results: string[]
  /** Names of the tools on offer. */
  tools: string[]
  model: string
  stream: boolean
}

interface Call {
  tool: string
  input: Json
}

interface Api {
  path: RegExp
  read(body: Json, pathname: string): Turn
  write(turn: Turn, call: Call | undefined): Response
}

type Json = Readonly<Record<string, unknown>>

// Agents name their shell tool differently and offer others whose names look like it, so these are
// their real names: claude; opencode; codex (three generations); gemini.
const SHELL_TOOLS = ['Bash', 'bash', 'exec_command', 'shell_command', 'shell', 'run_shell_command']

function shellCall(tools: readonly string[], command: string): Call | undefined {
  const tool = SHELL_TOOLS.find((name) => tools.includes(name))
  // Requests without a shell tool are side questions, such as one for a title of the session.
  if (tool === undefined) return undefined
  if (tool === 'exec_command') return { tool, input: { cmd: command } }
  if (tool === 'shell') return { tool, input: { command: ['bash', '-lc', command] } }
  return { tool, input: { command, description: 'what the test asks for' } }
}

const anthropicMessages: Api = {
  path: /\/messages$/,
  read: (body) => ({
    results: list(list(body['messages']).at(-1)?.['content'])
      .filter((part) => part['type'] === 'tool_result')
      .map((part) => text(part['content'])),
    tools: list(body['tools']).map((tool) => text(tool['name'])),
    model: text(body['model']),
    stream: body['stream'] === true,
  }),
  write: (turn, call) => {
    const block = call
      ? { type: 'tool_use', id: unique('toolu'), name: call.tool, input: call.input }
      : { type: 'text', text: CLOSING_WORD }
    const stop = { stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null }
    const usage = { input_tokens: 1, output_tokens: 1 }
    const message = { id: unique('msg'), type: 'message', role: 'assistant', model: turn.model, usage }
    if (!turn.stream) return Response.json({ ...message, content: [block], ...stop })
    // The content arrives in deltas; a block that starts with it would have it twice.
    const empty = call ? { ...block, input: {} } : { ...block, text: '' }
    const delta = call
      ? { type: 'input_json_delta', partial_json: JSON.stringify(call.input) }
      : { type: 'text_delta', text: CLOSING_WORD }
    return eventStream([
      { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence: null } },
      { type: 'content_block_start', index: 0, content_block: empty },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: stop, usage },
      { type: 'message_stop' },
    ])
  },
}

const openaiResponses: Api = {
  path: /\/responses$/,
  read: (body) => ({
    results: trailing(list(body['input']), (item) => text(item['type']).endsWith('_output')).map((item) =>
      text(item['output']),
    ),
    tools: list(body['tools']).map((tool) => text(tool['name'])),
    model: text(body['model']),
    stream: true,
  }),
  write: (turn, call) => {
    const item = call
      ? { type: 'function_call', id: unique('fc'), name: call.tool, arguments: JSON.stringify(call.input) }
      : { type: 'message', id: unique('msg'), role: 'assistant', status: 'completed' }
    const rest = call
      ? { call_id: unique('call') }
      : { content: [{ type: 'output_text', text: CLOSING_WORD, annotations: [] }] }
    const whole = { ...item, ...rest }
    const id = unique('resp')
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 }
    const response = {
      id,
      object: 'response',
      status: 'completed',
      model: turn.model,
      output: [whole],
      usage,
    }
    return eventStream([
      { type: 'response.created', response: { id } },
      { type: 'response.output_item.added', output_index: 0, item: whole },
      { type: 'response.output_item.done', output_index: 0, item: whole },
      { type: 'response.completed', response },
    ])
  },
}

const openaiChat: Api = {
  path: /\/chat\/completions$/,
  read: (body) => ({
    results: trailing(list(body['messages']), (message) => message['role'] === 'tool').map((message) =>
      text(message['content']),
    ),
    tools: list(body['tools']).map((tool) => text(object(tool['function'])['name'])),
    model: text(body['model']),
    stream: body['stream'] === true,
  }),
  write: (turn, call) => {
    const said = call
      ? {
          role: 'assistant',
          tool_calls: [
            {
              index: 0,
              id: unique('call'),
              type: 'function',
              function: { name: call.tool, arguments: JSON.stringify(call.input) },
            },
          ],
        }
      : { role: 'assistant', content: CLOSING_WORD }
    const finish = call ? 'tool_calls' : 'stop'
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
    const head = { id: unique('chat'), model: turn.model, usage }
    if (!turn.stream) {
      const choices = [{ index: 0, message: said, finish_reason: finish }]
      return Response.json({ ...head, object: 'chat.completion', choices })
    }
    const chunk = { ...head, object: 'chat.completion.chunk' }
    return eventStream([
      { ...chunk, choices: [{ index: 0, delta: said, finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
      '[DONE]',
    ])
  },
}

const gemini: Api = {
  path: /:(stream)?generateContent$/i,
  read: (body, pathname) => ({
    results: list(list(body['contents']).at(-1)?.['parts'])
      .filter((part) => 'functionResponse' in part)
      .map((part) => text(object(object(part['functionResponse'])['response'])['output'])),
    tools: list(body['tools'])
      .flatMap((tool) => list(tool['functionDeclarations']))
      .map((declaration) => text(declaration['name'])),
    model: '',
    stream: pathname.includes(':stream'),
  }),
  write: (turn, call) => {
    const part = call ? { functionCall: { name: call.tool, args: call.input } } : { text: CLOSING_WORD }
    const candidate = { content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }
    const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 }
    const reply = { candidates: [candidate], usageMetadata }
    return turn.stream ? eventStream([reply]) : Response.json(reply)
  },
}

const APIS: readonly Api[] = [anthropicMessages, openaiResponses, openaiChat, gemini]

/** A reply in server-sent events; each is named after its `type`, where it has one. */
function eventStream(events: readonly (Json | string)[]): Response {
  const lines = events.map((event) => {
    if (typeof event === 'string') return `data: ${event}\n\n`
    const type = text(event['type'])
    return `${type && `event: ${type}\n`}data: ${JSON.stringify(event)}\n\n`
  })
  return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } })
}

// Only the end of a conversation is new: a continued session brings the results of earlier runs again.
function trailing(items: readonly Json[], wanted: (item: Json) => boolean): readonly Json[] {
  return items.slice(items.findLastIndex((item) => !wanted(item)) + 1)
}

// Agents store calls by their id, so the second run of a session must not bring those of the first again.
function unique(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

/** A text, or the joined texts of a list of content parts, which the APIs allow in most places. */
function text(value: unknown): string {
  if (typeof value === 'string') return value
  return list(value)
    .map((part) => text(part['text']))
    .join('\n')
}
