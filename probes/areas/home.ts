import type { Probe } from '../../src/verify/probe.ts'
import { probe as homeAws } from '../home-aws.ts'
import { probe as homeAzure } from '../home-azure.ts'
import { probe as homeBashHistory } from '../home-bash-history.ts'
import { probe as homeCargo } from '../home-cargo.ts'
import { probe as homeChrome } from '../home-chrome.ts'
import { probe as homeClaudeLogin } from '../home-claude-login.ts'
import { probe as homeCodexLogin } from '../home-codex-login.ts'
import { probe as homeDocker } from '../home-docker.ts'
import { probe as homeDocuments } from '../home-documents.ts'
import { probe as homeDotdot } from '../home-dotdot.ts'
import { probe as homeEtc } from '../home-etc.ts'
import { probe as homeFirefox } from '../home-firefox.ts'
import { probe as homeGcloud } from '../home-gcloud.ts'
import { probe as homeGh } from '../home-gh.ts'
import { probe as homeGitCredentials } from '../home-git-credentials.ts'
import { probe as homeGnupgKey } from '../home-gnupg-key.ts'
import { probe as homeHardlink } from '../home-hardlink.ts'
import { probe as homeJailConfig } from '../home-jail-config.ts'
import { probe as homeJailState } from '../home-jail-state.ts'
import { probe as homeKeyring } from '../home-keyring.ts'
import { probe as homeKube } from '../home-kube.ts'
import { probe as homeListing } from '../home-listing.ts'
import { probe as homeNeighbours } from '../home-neighbours.ts'
import { probe as homeNetrc } from '../home-netrc.ts'
import { probe as homeNpmrc } from '../home-npmrc.ts'
import { probe as homeOpenFolder } from '../home-open-folder.ts'
import { probe as homeOtherEnv } from '../home-other-env.ts'
import { probe as homeOtherSource } from '../home-other-source.ts'
import { probe as homeOtherUser } from '../home-other-user.ts'
import { probe as homeOutside } from '../home-outside.ts'
import { probe as homePasswordStore } from '../home-password-store.ts'
import { probe as homeProcCwd } from '../home-proc-cwd.ts'
import { probe as homeProcRoot } from '../home-proc-root.ts'
import { probe as homeProjectHides } from '../home-project-hides.ts'
import { probe as homePypirc } from '../home-pypirc.ts'
import { probe as homeRealCanary } from '../home-real-canary.ts'
import { probe as homeSshKey } from '../home-ssh-key.ts'
import { probe as homeSymlink } from '../home-symlink.ts'
import { probe as homeVault } from '../home-vault.ts'
import { probe as homeZshHistory } from '../home-zsh-history.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const HOME: readonly Probe[] = [
  homeAws,
  homeAzure,
  homeBashHistory,
  homeCargo,
  homeChrome,
  homeClaudeLogin,
  homeCodexLogin,
  homeDocker,
  homeDocuments,
  homeDotdot,
  homeEtc,
  homeFirefox,
  homeGcloud,
  homeGh,
  homeGitCredentials,
  homeGnupgKey,
  homeHardlink,
  homeJailConfig,
  homeJailState,
  homeKeyring,
  homeKube,
  homeListing,
  homeNeighbours,
  homeNetrc,
  homeNpmrc,
  homeOpenFolder,
  homeOtherEnv,
  homeOtherSource,
  homeOtherUser,
  homeOutside,
  homePasswordStore,
  homeProcCwd,
  homeProcRoot,
  homeProjectHides,
  homePypirc,
  homeRealCanary,
  homeSshKey,
  homeSymlink,
  homeVault,
  homeZshHistory,
]
