import type { Probe } from '../../src/verify/probe.ts'
import { probe as worksBigFile } from '../works-big-file.ts'
import { probe as worksCertificates } from '../works-certificates.ts'
import { probe as worksChangeFiles } from '../works-change-files.ts'
import { probe as worksChildren } from '../works-children.ts'
import { probe as worksDevFd } from '../works-dev-fd.ts'
import { probe as worksDevFiles } from '../works-dev-files.ts'
import { probe as worksDnsConfig } from '../works-dns-config.ts'
import { probe as worksExitCode } from '../works-exit-code.ts'
import { probe as worksFileLock } from '../works-file-lock.ts'
import { probe as worksFileOwner } from '../works-file-owner.ts'
import { probe as worksGitCommit } from '../works-git-commit.ts'
import { probe as worksGitStatus } from '../works-git-status.ts'
import { probe as worksGitWorktree } from '../works-git-worktree.ts'
import { probe as worksHostname } from '../works-hostname.ts'
import { probe as worksLocale } from '../works-locale.ts'
import { probe as worksLocalhost } from '../works-localhost.ts'
import { probe as worksNetworkOut } from '../works-network-out.ts'
import { probe as worksNoGhosts } from '../works-no-ghosts.ts'
import { probe as worksOwnChildTraced } from '../works-own-child-traced.ts'
import { probe as worksProcSelf } from '../works-proc-self.ts'
import { probe as worksProcesses } from '../works-processes.ts'
import { probe as worksPty } from '../works-pty.ts'
import { probe as worksRunFile } from '../works-run-file.ts'
import { probe as worksSamePath } from '../works-same-path.ts'
import { probe as worksServer } from '../works-server.ts'
import { probe as worksSharedMemory } from '../works-shared-memory.ts'
import { probe as worksSignalCode } from '../works-signal-code.ts'
import { probe as worksSigterm } from '../works-sigterm.ts'
import { probe as worksStdin } from '../works-stdin.ts'
import { probe as worksSymlinks } from '../works-symlinks.ts'
import { probe as worksTempFiles } from '../works-temp-files.ts'
import { probe as worksTerminal } from '../works-terminal.ts'
import { probe as worksTimeZone } from '../works-time-zone.ts'
import { probe as worksToolchain } from '../works-toolchain.ts'
import { probe as worksUnixSocket } from '../works-unix-socket.ts'
import { probe as worksUser } from '../works-user.ts'
import { probe as worksWhy } from '../works-why.ts'
import { probe as worksWriteProject } from '../works-write-project.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const WORKS: readonly Probe[] = [
  worksBigFile,
  worksCertificates,
  worksChangeFiles,
  worksChildren,
  worksDevFd,
  worksDevFiles,
  worksDnsConfig,
  worksExitCode,
  worksFileLock,
  worksFileOwner,
  worksGitCommit,
  worksGitStatus,
  worksGitWorktree,
  worksHostname,
  worksLocale,
  worksLocalhost,
  worksNetworkOut,
  worksNoGhosts,
  worksOwnChildTraced,
  worksProcSelf,
  worksProcesses,
  worksPty,
  worksRunFile,
  worksSamePath,
  worksServer,
  worksSharedMemory,
  worksSignalCode,
  worksSigterm,
  worksStdin,
  worksSymlinks,
  worksTempFiles,
  worksTerminal,
  worksTimeZone,
  worksToolchain,
  worksUnixSocket,
  worksUser,
  worksWhy,
  worksWriteProject,
]
