import agent from '../../profiles/agent.yaml'
import amp from '../../profiles/amp.yaml'
import base from '../../profiles/base.yaml'
import claude from '../../profiles/claude.yaml'
import cline from '../../profiles/cline.yaml'
import codex from '../../profiles/codex.yaml'
import copilot from '../../profiles/copilot.yaml'
import crush from '../../profiles/crush.yaml'
import gemini from '../../profiles/gemini.yaml'
import opencode from '../../profiles/opencode.yaml'
import pi from '../../profiles/pi.yaml'
import qwen from '../../profiles/qwen.yaml'
import shell from '../../profiles/shell.yaml'

const PROFILES = {
  base,
  agent,
  shell,
  claude,
  codex,
  gemini,
  opencode,
  copilot,
  qwen,
  pi,
  cline,
  amp,
  crush,
}

/**
 * The profiles that ship with jail, each as JSON: `builtin.ts` runs this as a macro at build time. A start parses the
 * two or three that it needs, which is much cheaper than to run the object literals of all.
 */
export function profileTexts(): Record<string, string> {
  return Object.fromEntries(Object.entries(PROFILES).map(([name, file]) => [name, JSON.stringify(file)]))
}
