import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { AGENTS, type AgentCase } from './support/agent-cases.ts'
import { makePlace } from './support/agents.ts'
import { JAIL, until } from './support/box.ts'

// Headless runs take other ways through an agent: they ask nothing and start no helpers.
describe.each(AGENTS.map((agent) => [agent.name, agent] as const))(
  '%s in a terminal',
  (name, agent: AgentCase) => {
    test(
      'runs a command without a key being pressed, and leaves no background server behind',
      async () => {
        const { box, api } = makePlace(agent, 'uname -n')
        let screen = ''
        const child = Bun.spawn([JAIL, 'run', name, ...agent.inTerminal('some words')], {
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
          await until('a result of the command', () => api.toolResults()[0], agent.timeoutMs).catch(
            (error) => {
              throw new Error(`${error.message} The screen ends with: ${JSON.stringify(screen.slice(-1500))}`)
            },
          )
          expect(api.toolResults()[0]).toMatch(/\bjail\b/)
          const state = readdirSync(box.home, { recursive: true }).map(String)
          expect(state.filter((path) => /^\.[^/]+\/[^/]*daemon/.test(path))).toEqual([])
        } finally {
          child.kill('SIGKILL')
          await child.exited
          api.stop()
          box.remove()
        }
      },
      agent.timeoutMs + 30_000,
    )
  },
)
