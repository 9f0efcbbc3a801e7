import type { Distribution } from '../host/blockers.ts'
import type { AgentInstall } from '../host/places.ts'
import { isWithin, nameOf } from '../policy/paths.ts'
import { shownPath } from '../policy/sources.ts'
import { quoted } from '../ui/escape.ts'
import { type Check, defineCheck } from './check.ts'
import { type Finding, type Fix, fail, ok, warn } from './finding.ts'
import { installFix } from './packages.ts'

/** An agent: the command it is started by, its package on npm, and where its makers say how to install it. */
export type Agent = {
  readonly name: string
  readonly title: string
  readonly npm: string
  readonly url: string
}

/** The agents that have a check. test/doctor/agents.test.ts compares them with the built-in profiles. */
export const AGENTS: readonly Agent[] = [
  {
    name: 'claude',
    title: 'Claude Code',
    npm: '@anthropic-ai/claude-code',
    url: 'https://github.com/anthropics/claude-code',
  },
  { name: 'codex', title: 'OpenAI Codex', npm: '@openai/codex', url: 'https://github.com/openai/codex' },
  {
    name: 'gemini',
    title: 'Gemini CLI',
    npm: '@google/gemini-cli',
    url: 'https://github.com/google-gemini/gemini-cli',
  },
  { name: 'opencode', title: 'opencode', npm: 'opencode-ai', url: 'https://opencode.ai/docs/' },
  {
    name: 'copilot',
    title: 'GitHub Copilot CLI',
    npm: '@github/copilot',
    url: 'https://github.com/github/copilot-cli',
  },
  {
    name: 'qwen',
    title: 'Qwen Code',
    npm: '@qwen-code/qwen-code',
    url: 'https://github.com/QwenLM/qwen-code',
  },
  {
    name: 'pi',
    title: 'pi',
    npm: '@mariozechner/pi-coding-agent',
    url: 'https://github.com/badlogic/pi-mono',
  },
  { name: 'cline', title: 'Cline', npm: 'cline', url: 'https://github.com/cline/cline' },
  { name: 'amp', title: 'Amp', npm: '@sourcegraph/amp', url: 'https://ampcode.com/manual' },
  { name: 'crush', title: 'Crush', npm: '@charmland/crush', url: 'https://github.com/charmbracelet/crush' },
]

/** The check of one agent of the list. Throws for a name that is not in it. */
export function defineAgentCheck(name: string): Check {
  const agent = AGENTS.find((one) => one.name === name)
  if (!agent) throw new Error(`${name} is not in the list of agents`)
  return defineCheck({
    id: `agents.${name}`,
    title: `Would ${agent.title} start in the jail?`,
    needs: ['agents', 'person', 'distribution'],
    judge({ agents, person, distribution }) {
      const found = agents.find((one) => one.name === name)
      if (!found) return { status: 'unknown', seen: `nobody looked for ${name}` }
      return judge(agent, found, { home: person.home, distribution })
    },
  })
}

type Around = { readonly home: string; readonly distribution: Distribution }

function judge(agent: Agent, found: AgentInstall, { home, distribution }: Around): Finding {
  const { path, node, why } = found
  const show = (text: string): string => shownPath(text, home)
  switch (found.state) {
    case 'absent':
      return ok('not installed')
    case 'off-path':
      return warn(
        `installed as ${show(path)}, and PATH does not lead there`,
        `\`jail run ${agent.name}\` does not find it`,
        {
          text: `Add its folder to PATH, or name it: jail run --profile ${agent.name} ${quoted(path)}`,
          url: agent.url,
        },
      )
    case 'not-executable':
      return fail(
        `${show(path)} cannot be executed: ${why}`,
        STARTS_NOWHERE,
        notExecutable(agent, found, home),
      )
    case 'foreign-sandbox':
      return fail(
        `${show(path)} is a program of ${why}`,
        `${why} cannot start inside a user namespace, and so not in the jail`,
        reinstall(agent, 'Install it another way.'),
      )
    case 'lost': {
      const fix =
        nameOf(why) === 'node'
          ? { ...installFix(distribution, 'nodejs'), url: 'https://nodejs.org/en/download' }
          : reinstall(agent, `Install ${nameOf(why)}, or the agent again.`)
      return fail(`${show(path)} is started by ${show(why)}, which is not there`, STARTS_NOWHERE, fix)
    }
    case 'found':
      if (found.reachable) return ok(node === null ? show(path) : `${show(path)}, with ${show(node)}`)
      return fail(
        why === found.real
          ? `${show(path)} is hidden inside`
          : `${show(path)} needs ${show(why)}, which is hidden inside`,
        `\`jail run ${agent.name}\` is refused`,
        { text: `Show it: jail run --read ${quoted(why)} ${agent.name}`, url: agent.url },
      )
  }
}

const STARTS_NOWHERE = 'it starts neither outside nor inside'

function notExecutable(agent: Agent, { path, why }: AgentInstall, home: string): Fix {
  const root = !isWithin(path, home)
  // A folder of that name is no program that lost a bit of its mode.
  return why.startsWith('its mode')
    ? { text: 'Make it executable.', commands: [`chmod +x ${quoted(path)}`], root, url: agent.url }
    : reinstall(agent, 'Move it away, and install the agent again.')
}

function reinstall({ npm, url }: Agent, text: string): Fix {
  return { text, commands: [`npm install -g ${npm}`], url }
}
