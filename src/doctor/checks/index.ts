import type { Check } from '../check.ts'
import { check as agentsAmp } from './agents.amp.ts'
import { check as agentsClaude } from './agents.claude.ts'
import { check as agentsCline } from './agents.cline.ts'
import { check as agentsCodex } from './agents.codex.ts'
import { check as agentsCopilot } from './agents.copilot.ts'
import { check as agentsCrush } from './agents.crush.ts'
import { check as agentsGemini } from './agents.gemini.ts'
import { check as agentsOpencode } from './agents.opencode.ts'
import { check as agentsPi } from './agents.pi.ts'
import { check as agentsQwen } from './agents.qwen.ts'
import { check as bubblewrapPresent } from './bubblewrap.present.ts'
import { check as pathsAlternatives } from './paths.alternatives.ts'
import { check as pathsCertificates } from './paths.certificates.ts'
import { check as pathsEtcLinks } from './paths.etc-links.ts'
import { check as pathsHome } from './paths.home.ts'
import { check as pathsHomeMount } from './paths.home-mount.ts'
import { check as pathsImage } from './paths.image.ts'
import { check as pathsLoader } from './paths.loader.ts'
import { check as pathsProject } from './paths.project.ts'
import { check as pathsResolver } from './paths.resolver.ts'
import { check as pathsState } from './paths.state.ts'
import { check as pathsSystem } from './paths.system.ts'
import { check as pathsTemporary } from './paths.temporary.ts'
import { check as pathsTimeZone } from './paths.time-zone.ts'
import { check as personAccount } from './person.account.ts'
import { check as personRoot } from './person.root.ts'
import { check as personSudo } from './person.sudo.ts'
import { check as toolsHidden } from './tools.hidden.ts'
import { check as toolsNode } from './tools.node.ts'
import { check as toolsPath } from './tools.path.ts'
import { check as toolsShims } from './tools.shims.ts'

/** Every check, in the order in which it is shown. Register a new one here: test/doctor/checks.test.ts compares the folder. */
export const CHECKS: readonly Check[] = [
  bubblewrapPresent,
  pathsSystem,
  pathsLoader,
  pathsAlternatives,
  pathsCertificates,
  pathsResolver,
  pathsEtcLinks,
  pathsTimeZone,
  pathsTemporary,
  pathsHome,
  pathsHomeMount,
  pathsProject,
  pathsState,
  pathsImage,
  personRoot,
  personSudo,
  personAccount,
  toolsPath,
  toolsNode,
  toolsHidden,
  toolsShims,
  agentsClaude,
  agentsCodex,
  agentsGemini,
  agentsOpencode,
  agentsCopilot,
  agentsQwen,
  agentsPi,
  agentsCline,
  agentsAmp,
  agentsCrush,
]
