/** The four formats in which agents talk to their models, each read into and written from the same few words. */

/** The text with which the stand-in ends every turn; an agent in headless mode prints it. */
export const CLOSING_WORD = 'DONE-FROM-FAKE'

/** What matters of a request, whatever API it came by. */
export interface Turn {
  /** Tool results that the request brings for the first time: those of its last message. */
  results: string[]
  /** Names of the tools on offer. */
  tools: string[]
  model: string
  stream: boolean
}

export interface Call {
  tool: string
  input: Json
}

export interface Api {
  path: RegExp
  read(body: Json, pathname: string): Turn
  write(turn: Turn, call: Call | undefined): Response
}

export type Json = Readonly<Record<string, unknown>>

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

export const APIS: readonly Api[] = [anthropicMessages, openaiResponses, openaiChat, gemini]

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

export function object(value: unknown): Json {
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
