import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import type { AgentCase } from './support/agent-case.ts'
import { AGENTS } from './support/agent-cases.ts'
import { converseInTerminal, makePlace } from './support/agents.ts'
import { JAIL } from './support/box.ts'

// Headless runs take other ways through an agent: they ask nothing and start no helpers.
describe.each(AGENTS.map((agent) => [agent.name, agent] as const))(
  '%s in a terminal',
  (name, agent: AgentCase) => {
    test(
      'runs a command without a key being pressed, and leaves no background server behind',
      async () => {
        const { box, api } = makePlace(agent, 'uname -n > where')
        try {
          await converseInTerminal(box, [JAIL, 'run', name, ...agent.inTerminal('some words')], {
            isDone: () => api.toolResults().length > 0,
            limitMs: agent.timeoutMs,
          })
          // Not by what the agent saw: gemini may lose the output of a command that ends at once.
          expect(box.read('where')).toBe('jail\n')
          const state = readdirSync(box.home, { recursive: true }).map(String)
          // Jail makes this one, to close it.
          const found = state.filter((path) => path !== '.claude/daemon')
          expect(found.filter((path) => /^\.[^/]+\/[^/]*daemon/.test(path))).toEqual([])
        } finally {
          api.stop()
          box.remove()
        }
      },
      agent.timeoutMs + 30_000,
    )
  },
)
