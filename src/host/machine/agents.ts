import { AGENTS } from '../../doctor/agents.ts'
import { BUILTIN_PROFILES } from '../../policy/builtin.ts'
import { nameOf } from '../../policy/paths.ts'
import type { Command } from '../facts.ts'
import { type Place, toolGround } from '../observe.ts'
import type { AgentInstall } from '../places.ts'
import { findCommand } from '../toolchains/chain.ts'
import type { Ground as ToolGround } from '../toolchains/ground.ts'
import { envTarget, readStart } from '../toolchains/interpreter.ts'
import { boxOf, placeHere } from './box.ts'
import type { Gatherer } from './gatherer.ts'
import { existing } from './glob.ts'

/** Every agent that jail knows, by its profile or by name; none is started. */
export const agents: Gatherer<'agents'> = {
  facet: 'agents',
  limitMs: 6000,
  async gather(ground) {
    const place = await placeHere(ground)
    return knownAgents().map(({ name, profile }) => agentAt(name, profile, place))
  },
}

/** Names of the commands, and the built-in profile of each: `base` where there is none. */
export function knownAgents(): { readonly name: string; readonly profile: string }[] {
  const found = new Map<string, string>()
  for (const [profile, { command }] of Object.entries(BUILTIN_PROFILES))
    if (command !== undefined) found.set(command, profile)
  for (const { name } of AGENTS) if (!found.has(name)) found.set(name, 'base')
  return [...found].map(([name, profile]) => ({ name, profile }))
}

/** One agent, looked up and judged by the box of its profile. */
export function agentAt(name: string, profile: string, place: Place): AgentInstall {
  const ground = toolGround(place.caller, place.walker)
  const command = findCommand(name, place, ground)
  const nothing = { name, path: '', real: '', node: null, reachable: false, why: '' }
  switch (command.state) {
    case 'missing': {
      const path = elsewhere(name, place, ground)
      return path === undefined ? { ...nothing, state: 'absent' } : { ...nothing, state: 'off-path', path }
    }
    case 'not-executable':
      return { ...nothing, state: 'not-executable', path: command.path, why: command.why }
    case 'refused':
      return { ...nothing, state: 'foreign-sandbox', path: command.path, why: command.by }
    case 'found':
      return command.lost === undefined
        ? installed(name, profile, { command, place, ground })
        : { ...nothing, state: 'lost', path: command.path, real: command.real, why: command.lost }
  }
}

type Found = Extract<Command, { state: 'found' }>
type Around = { readonly command: Found; readonly place: Place; readonly ground: ToolGround }

function installed(name: string, profile: string, { command, place, ground }: Around): AgentInstall {
  const { path, real } = command
  const box = boxOf(profile, name, place)
  const node = runtimeOf(real, place, ground)
  const hidden = !box.isVisible(real) ? real : node && !box.isVisible(node.real) ? node.real : ''
  return { name, state: 'found', path, real, node: node?.path ?? null, reachable: hidden === '', why: hidden }
}

/** Programs that run JavaScript: which of them, and which version, decides what an agent does. */
const RUNTIMES = ['node', 'nodejs', 'bun', 'deno']

/** The Node, or what stands in for it, that the first line of a script finds. */
function runtimeOf(real: string, place: Place, ground: ToolGround): Found | undefined {
  const start = readStart(real, place.files)
  if (start.kind !== 'script') return undefined
  const [interpreter = ''] = start.words
  const target = nameOf(interpreter) === 'env' ? envTarget(start.words) : interpreter
  if (target === undefined || !RUNTIMES.includes(nameOf(target))) return undefined
  const found = findCommand(target, place, ground)
  return found.state === 'found' ? found : undefined
}

/** Where installers put programs that PATH does not always lead to; `X` stands for the name. */
const INSTALLERS = [
  '~/.local/bin/X',
  '~/bin/X',
  '~/.npm-global/bin/X',
  '~/.npm-packages/bin/X',
  '~/.claude/local/X',
  '~/.opencode/bin/X',
  '~/.amp/bin/X',
  '~/.bun/bin/X',
  '~/.deno/bin/X',
  '~/.volta/bin/X',
  '~/.yarn/bin/X',
  '~/.asdf/shims/X',
  '~/.cargo/bin/X',
  '~/go/bin/X',
  '~/.local/share/pnpm/X',
  '~/.local/share/mise/shims/X',
  '~/.nvm/versions/node/*/bin/X',
  '~/.local/share/fnm/node-versions/*/installation/bin/X',
  '~/.linuxbrew/bin/X',
  '/home/linuxbrew/.linuxbrew/bin/X',
  '/usr/local/bin/X',
  '/opt/node*/bin/X',
  '/snap/bin/X',
]

function elsewhere(name: string, place: Place, ground: ToolGround): string | undefined {
  for (const text of INSTALLERS) {
    const pattern = text.replace('X', () => name).replace('~', () => place.caller.home)
    const found = existing(pattern, place.walker, place.files).find(
      (path) => findCommand(path, place, ground).state === 'found',
    )
    if (found !== undefined) return found
  }
  return undefined
}
