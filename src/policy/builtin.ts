import agent from '../../profiles/agent.yaml'
import base from '../../profiles/base.yaml'
import claude from '../../profiles/claude.yaml'
import codex from '../../profiles/codex.yaml'
import gemini from '../../profiles/gemini.yaml'
import opencode from '../../profiles/opencode.yaml'
import shell from '../../profiles/shell.yaml'
import type { Profiles } from './resolve.ts'

/**
 * The profiles that ship with jail. Bun bundles them as objects at build time, so no YAML is parsed at a start;
 * test/policy/profiles.test.ts checks each against the schema.
 */
export const BUILTIN_PROFILES = {
  base,
  agent,
  shell,
  claude,
  codex,
  gemini,
  opencode,
} as const satisfies Profiles
