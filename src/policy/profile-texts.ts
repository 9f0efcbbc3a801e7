import agent from '../../profiles/agent.yaml'
import base from '../../profiles/base.yaml'
import claude from '../../profiles/claude.yaml'
import codex from '../../profiles/codex.yaml'
import gemini from '../../profiles/gemini.yaml'
import opencode from '../../profiles/opencode.yaml'
import shell from '../../profiles/shell.yaml'

const PROFILES = { base, agent, shell, claude, codex, gemini, opencode }

/**
 * The profiles that ship with jail, each as JSON: `builtin.ts` runs this as a macro at build time. A start parses the
 * two or three that it needs, which is much cheaper than to run the object literals of all.
 */
export function profileTexts(): Record<string, string> {
  return Object.fromEntries(Object.entries(PROFILES).map(([name, file]) => [name, JSON.stringify(file)]))
}
