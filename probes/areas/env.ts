import type { Probe } from '../../src/verify/probe.ts'
import { probe as envAwsSecret } from '../env-aws-secret.ts'
import { probe as envBun } from '../env-bun.ts'
import { probe as envDbus } from '../env-dbus.ts'
import { probe as envDisplay } from '../env-display.ts'
import { probe as envGitSsh } from '../env-git-ssh.ts'
import { probe as envGithubToken } from '../env-github-token.ts'
import { probe as envLoader } from '../env-loader.ts'
import { probe as envNodeOptions } from '../env-node-options.ts'
import { probe as envOtherProcesses } from '../env-other-processes.ts'
import { probe as envOwnProcess } from '../env-own-process.ts'
import { probe as envRuntimeDir } from '../env-runtime-dir.ts'
import { probe as envSshAgent } from '../env-ssh-agent.ts'
import { probe as envUnknownSecret } from '../env-unknown-secret.ts'
import { probe as envWayland } from '../env-wayland.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const ENV: readonly Probe[] = [
  envAwsSecret,
  envBun,
  envDbus,
  envDisplay,
  envGitSsh,
  envGithubToken,
  envLoader,
  envNodeOptions,
  envOtherProcesses,
  envOwnProcess,
  envRuntimeDir,
  envSshAgent,
  envUnknownSecret,
  envWayland,
]
