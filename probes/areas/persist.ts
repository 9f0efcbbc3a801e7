import type { Probe } from '../../src/verify/probe.ts'
import { probe as persistAutostart } from '../persist-autostart.ts'
import { probe as persistCache } from '../persist-cache.ts'
import { probe as persistClaudeAgents } from '../persist-claude-agents.ts'
import { probe as persistClaudeAside } from '../persist-claude-aside.ts'
import { probe as persistClaudeCommands } from '../persist-claude-commands.ts'
import { probe as persistClaudeHooks } from '../persist-claude-hooks.ts'
import { probe as persistClaudeJson } from '../persist-claude-json.ts'
import { probe as persistClaudeProgram } from '../persist-claude-program.ts'
import { probe as persistClaudeSettings } from '../persist-claude-settings.ts'
import { probe as persistClaudeSettingsLocal } from '../persist-claude-settings-local.ts'
import { probe as persistClaudeSkills } from '../persist-claude-skills.ts'
import { probe as persistCodex } from '../persist-codex.ts'
import { probe as persistCodexProgram } from '../persist-codex-program.ts'
import { probe as persistCursor } from '../persist-cursor.ts'
import { probe as persistEnvrc } from '../persist-envrc.ts'
import { probe as persistFish } from '../persist-fish.ts'
import { probe as persistGemini } from '../persist-gemini.ts'
import { probe as persistGitAside } from '../persist-git-aside.ts'
import { probe as persistGitAttributes } from '../persist-git-attributes.ts'
import { probe as persistGitCommondir } from '../persist-git-commondir.ts'
import { probe as persistGitConfig } from '../persist-git-config.ts'
import { probe as persistGitConfigReopen } from '../persist-git-config-reopen.ts'
import { probe as persistGitConfigWorktree } from '../persist-git-config-worktree.ts'
import { probe as persistGitHook } from '../persist-git-hook.ts'
import { probe as persistGitInclude } from '../persist-git-include.ts'
import { probe as persistHooksAside } from '../persist-hooks-aside.ts'
import { probe as persistHooksPath } from '../persist-hooks-path.ts'
import { probe as persistHusky } from '../persist-husky.ts'
import { probe as persistIdea } from '../persist-idea.ts'
import { probe as persistJailAllowed } from '../persist-jail-allowed.ts'
import { probe as persistJailConfig } from '../persist-jail-config.ts'
import { probe as persistJailProfile } from '../persist-jail-profile.ts'
import { probe as persistJailProgram } from '../persist-jail-program.ts'
import { probe as persistJailYaml } from '../persist-jail-yaml.ts'
import { probe as persistMcpJson } from '../persist-mcp-json.ts'
import { probe as persistNestedHook } from '../persist-nested-hook.ts'
import { probe as persistOpencodeJson } from '../persist-opencode-json.ts'
import { probe as persistOpencodePlugin } from '../persist-opencode-plugin.ts'
import { probe as persistOtherCache } from '../persist-other-cache.ts'
import { probe as persistPi } from '../persist-pi.ts'
import { probe as persistQwen } from '../persist-qwen.ts'
import { probe as persistShellStart } from '../persist-shell-start.ts'
import { probe as persistSubmoduleHook } from '../persist-submodule-hook.ts'
import { probe as persistSubmodulePointer } from '../persist-submodule-pointer.ts'
import { probe as persistSystemdUnit } from '../persist-systemd-unit.ts'
import { probe as persistVscode } from '../persist-vscode.ts'
import { probe as persistWorktreePointer } from '../persist-worktree-pointer.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const PERSIST: readonly Probe[] = [
  persistAutostart,
  persistCache,
  persistClaudeAgents,
  persistClaudeAside,
  persistClaudeCommands,
  persistClaudeHooks,
  persistClaudeJson,
  persistClaudeProgram,
  persistClaudeSettings,
  persistClaudeSettingsLocal,
  persistClaudeSkills,
  persistCodex,
  persistCodexProgram,
  persistCursor,
  persistEnvrc,
  persistFish,
  persistGemini,
  persistGitAside,
  persistGitAttributes,
  persistGitCommondir,
  persistGitConfig,
  persistGitConfigReopen,
  persistGitConfigWorktree,
  persistGitHook,
  persistGitInclude,
  persistHooksAside,
  persistHooksPath,
  persistHusky,
  persistIdea,
  persistJailAllowed,
  persistJailConfig,
  persistJailProfile,
  persistJailProgram,
  persistJailYaml,
  persistMcpJson,
  persistNestedHook,
  persistOpencodeJson,
  persistOpencodePlugin,
  persistOtherCache,
  persistPi,
  persistQwen,
  persistShellStart,
  persistSubmoduleHook,
  persistSubmodulePointer,
  persistSystemdUnit,
  persistVscode,
  persistWorktreePointer,
]
