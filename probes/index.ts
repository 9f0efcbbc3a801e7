import type { Probe } from '../src/verify/probe.ts'
import { probe as envAwsSecret } from './env-aws-secret.ts'
import { probe as envBun } from './env-bun.ts'
import { probe as envDbus } from './env-dbus.ts'
import { probe as envDisplay } from './env-display.ts'
import { probe as envGitSsh } from './env-git-ssh.ts'
import { probe as envGithubToken } from './env-github-token.ts'
import { probe as envLoader } from './env-loader.ts'
import { probe as envNodeOptions } from './env-node-options.ts'
import { probe as envOtherProcesses } from './env-other-processes.ts'
import { probe as envOwnProcess } from './env-own-process.ts'
import { probe as envRuntimeDir } from './env-runtime-dir.ts'
import { probe as envSshAgent } from './env-ssh-agent.ts'
import { probe as envUnknownSecret } from './env-unknown-secret.ts'
import { probe as envWayland } from './env-wayland.ts'
import { probe as homeAws } from './home-aws.ts'
import { probe as homeAzure } from './home-azure.ts'
import { probe as homeBashHistory } from './home-bash-history.ts'
import { probe as homeCargo } from './home-cargo.ts'
import { probe as homeChrome } from './home-chrome.ts'
import { probe as homeClaudeLogin } from './home-claude-login.ts'
import { probe as homeCodexLogin } from './home-codex-login.ts'
import { probe as homeDocker } from './home-docker.ts'
import { probe as homeDocuments } from './home-documents.ts'
import { probe as homeDotdot } from './home-dotdot.ts'
import { probe as homeEtc } from './home-etc.ts'
import { probe as homeFirefox } from './home-firefox.ts'
import { probe as homeGcloud } from './home-gcloud.ts'
import { probe as homeGh } from './home-gh.ts'
import { probe as homeGitCredentials } from './home-git-credentials.ts'
import { probe as homeGnupgKey } from './home-gnupg-key.ts'
import { probe as homeHardlink } from './home-hardlink.ts'
import { probe as homeJailConfig } from './home-jail-config.ts'
import { probe as homeJailState } from './home-jail-state.ts'
import { probe as homeKeyring } from './home-keyring.ts'
import { probe as homeKube } from './home-kube.ts'
import { probe as homeListing } from './home-listing.ts'
import { probe as homeNeighbours } from './home-neighbours.ts'
import { probe as homeNetrc } from './home-netrc.ts'
import { probe as homeNpmrc } from './home-npmrc.ts'
import { probe as homeOpenFolder } from './home-open-folder.ts'
import { probe as homeOtherEnv } from './home-other-env.ts'
import { probe as homeOtherSource } from './home-other-source.ts'
import { probe as homeOtherUser } from './home-other-user.ts'
import { probe as homeOutside } from './home-outside.ts'
import { probe as homePasswordStore } from './home-password-store.ts'
import { probe as homeProcCwd } from './home-proc-cwd.ts'
import { probe as homeProcRoot } from './home-proc-root.ts'
import { probe as homeProjectHides } from './home-project-hides.ts'
import { probe as homePypirc } from './home-pypirc.ts'
import { probe as homeRealCanary } from './home-real-canary.ts'
import { probe as homeSshKey } from './home-ssh-key.ts'
import { probe as homeSymlink } from './home-symlink.ts'
import { probe as homeVault } from './home-vault.ts'
import { probe as homeZshHistory } from './home-zsh-history.ts'
import { probe as kernel32BitCalls } from './kernel-32-bit-calls.ts'
import { probe as kernelAcct } from './kernel-acct.ts'
import { probe as kernelAddKey } from './kernel-add-key.ts'
import { probe as kernelBpf } from './kernel-bpf.ts'
import { probe as kernelCapabilities } from './kernel-capabilities.ts'
import { probe as kernelChroot } from './kernel-chroot.ts'
import { probe as kernelCloneFlags } from './kernel-clone-flags.ts'
import { probe as kernelDevices } from './kernel-devices.ts'
import { probe as kernelFileHandles } from './kernel-file-handles.ts'
import { probe as kernelForeignMemory } from './kernel-foreign-memory.ts'
import { probe as kernelFsconfig } from './kernel-fsconfig.ts'
import { probe as kernelFsmount } from './kernel-fsmount.ts'
import { probe as kernelFsopen } from './kernel-fsopen.ts'
import { probe as kernelFspick } from './kernel-fspick.ts'
import { probe as kernelIoUring } from './kernel-io-uring.ts'
import { probe as kernelIoUringEnter } from './kernel-io-uring-enter.ts'
import { probe as kernelIoUringRegister } from './kernel-io-uring-register.ts'
import { probe as kernelKexec } from './kernel-kexec.ts'
import { probe as kernelKeyctl } from './kernel-keyctl.ts'
import { probe as kernelMknod } from './kernel-mknod.ts'
import { probe as kernelModuleRemoval } from './kernel-module-removal.ts'
import { probe as kernelModules } from './kernel-modules.ts'
import { probe as kernelMount } from './kernel-mount.ts'
import { probe as kernelMountOver } from './kernel-mount-over.ts'
import { probe as kernelMountSetattr } from './kernel-mount-setattr.ts'
import { probe as kernelMoveMount } from './kernel-move-mount.ts'
import { probe as kernelNoNewPrivs } from './kernel-no-new-privs.ts'
import { probe as kernelOpenTree } from './kernel-open-tree.ts'
import { probe as kernelPerf } from './kernel-perf.ts'
import { probe as kernelPivotRoot } from './kernel-pivot-root.ts'
import { probe as kernelProcSys } from './kernel-proc-sys.ts'
import { probe as kernelPtrace } from './kernel-ptrace.ts'
import { probe as kernelQuotactl } from './kernel-quotactl.ts'
import { probe as kernelRareSocketPairs } from './kernel-rare-socket-pairs.ts'
import { probe as kernelRareSockets } from './kernel-rare-sockets.ts'
import { probe as kernelRawSocket } from './kernel-raw-socket.ts'
import { probe as kernelReboot } from './kernel-reboot.ts'
import { probe as kernelRequestKey } from './kernel-request-key.ts'
import { probe as kernelSetns } from './kernel-setns.ts'
import { probe as kernelSetuid } from './kernel-setuid.ts'
import { probe as kernelSwap } from './kernel-swap.ts'
import { probe as kernelSwapoff } from './kernel-swapoff.ts'
import { probe as kernelSysrq } from './kernel-sysrq.ts'
import { probe as kernelTioclinux } from './kernel-tioclinux.ts'
import { probe as kernelTioclinuxUpperBits } from './kernel-tioclinux-upper-bits.ts'
import { probe as kernelTiocsti } from './kernel-tiocsti.ts'
import { probe as kernelTiocstiUpperBits } from './kernel-tiocsti-upper-bits.ts'
import { probe as kernelUmount } from './kernel-umount.ts'
import { probe as kernelUnshareFlags } from './kernel-unshare-flags.ts'
import { probe as kernelUserfaultfd } from './kernel-userfaultfd.ts'
import { probe as kernelUserns } from './kernel-userns.ts'
import { probe as kernelUsernsClone3 } from './kernel-userns-clone3.ts'
import { probe as kernelUsernsUnshare } from './kernel-userns-unshare.ts'
import { probe as kernelVsock } from './kernel-vsock.ts'
import { probe as lifeChild } from './life-child.ts'
import { probe as lifeDaemon } from './life-daemon.ts'
import { probe as lifeGroupSignal } from './life-group-signal.ts'
import { probe as lifeHome } from './life-home.ts'
import { probe as lifeKilled } from './life-killed.ts'
import { probe as lifeMany } from './life-many.ts'
import { probe as lifeSession } from './life-session.ts'
import { probe as netAbstractSocket } from './net-abstract-socket.ts'
import { probe as netDockerSocket } from './net-docker-socket.ts'
import { probe as netGpgAgent } from './net-gpg-agent.ts'
import { probe as netHostLoopback } from './net-host-loopback.ts'
import { probe as netHostLoopback6 } from './net-host-loopback-6.ts'
import { probe as netHostUdp } from './net-host-udp.ts'
import { probe as netInternet } from './net-internet.ts'
import { probe as netMetadata } from './net-metadata.ts'
import { probe as netNamespace } from './net-namespace.ts'
import { probe as netPodman } from './net-podman.ts'
import { probe as netPulse } from './net-pulse.ts'
import { probe as netSessionBus } from './net-session-bus.ts'
import { probe as netSocketNames } from './net-socket-names.ts'
import { probe as netSocketTable } from './net-socket-table.ts'
import { probe as netSshAgent } from './net-ssh-agent.ts'
import { probe as netUnixSocket } from './net-unix-socket.ts'
import { probe as netWayland } from './net-wayland.ts'
import { probe as persistAutostart } from './persist-autostart.ts'
import { probe as persistCache } from './persist-cache.ts'
import { probe as persistClaudeAgents } from './persist-claude-agents.ts'
import { probe as persistClaudeAside } from './persist-claude-aside.ts'
import { probe as persistClaudeCommands } from './persist-claude-commands.ts'
import { probe as persistClaudeHooks } from './persist-claude-hooks.ts'
import { probe as persistClaudeJson } from './persist-claude-json.ts'
import { probe as persistClaudeProgram } from './persist-claude-program.ts'
import { probe as persistClaudeSettings } from './persist-claude-settings.ts'
import { probe as persistClaudeSettingsLocal } from './persist-claude-settings-local.ts'
import { probe as persistClaudeSkills } from './persist-claude-skills.ts'
import { probe as persistCodex } from './persist-codex.ts'
import { probe as persistCodexProgram } from './persist-codex-program.ts'
import { probe as persistCursor } from './persist-cursor.ts'
import { probe as persistEnvrc } from './persist-envrc.ts'
import { probe as persistFish } from './persist-fish.ts'
import { probe as persistGemini } from './persist-gemini.ts'
import { probe as persistGitAside } from './persist-git-aside.ts'
import { probe as persistGitAttributes } from './persist-git-attributes.ts'
import { probe as persistGitCommondir } from './persist-git-commondir.ts'
import { probe as persistGitConfig } from './persist-git-config.ts'
import { probe as persistGitConfigReopen } from './persist-git-config-reopen.ts'
import { probe as persistGitConfigWorktree } from './persist-git-config-worktree.ts'
import { probe as persistGitHook } from './persist-git-hook.ts'
import { probe as persistGitInclude } from './persist-git-include.ts'
import { probe as persistHooksAside } from './persist-hooks-aside.ts'
import { probe as persistHooksPath } from './persist-hooks-path.ts'
import { probe as persistHusky } from './persist-husky.ts'
import { probe as persistIdea } from './persist-idea.ts'
import { probe as persistJailAllowed } from './persist-jail-allowed.ts'
import { probe as persistJailConfig } from './persist-jail-config.ts'
import { probe as persistJailProfile } from './persist-jail-profile.ts'
import { probe as persistJailProgram } from './persist-jail-program.ts'
import { probe as persistJailYaml } from './persist-jail-yaml.ts'
import { probe as persistMcpJson } from './persist-mcp-json.ts'
import { probe as persistNestedHook } from './persist-nested-hook.ts'
import { probe as persistOpencodeJson } from './persist-opencode-json.ts'
import { probe as persistOpencodePlugin } from './persist-opencode-plugin.ts'
import { probe as persistOtherCache } from './persist-other-cache.ts'
import { probe as persistPi } from './persist-pi.ts'
import { probe as persistQwen } from './persist-qwen.ts'
import { probe as persistShellStart } from './persist-shell-start.ts'
import { probe as persistSubmoduleHook } from './persist-submodule-hook.ts'
import { probe as persistSubmodulePointer } from './persist-submodule-pointer.ts'
import { probe as persistSystemdUnit } from './persist-systemd-unit.ts'
import { probe as persistVscode } from './persist-vscode.ts'
import { probe as persistWorktreePointer } from './persist-worktree-pointer.ts'
import { probe as seeAccounts } from './see-accounts.ts'
import { probe as seeCgroupNamespace } from './see-cgroup-namespace.ts'
import { probe as seeGroups } from './see-groups.ts'
import { probe as seeHostDevShm } from './see-host-dev-shm.ts'
import { probe as seeHostRun } from './see-host-run.ts'
import { probe as seeHostTmp } from './see-host-tmp.ts'
import { probe as seeHostVarTmp } from './see-host-var-tmp.ts'
import { probe as seeHostname } from './see-hostname.ts'
import { probe as seeIpcNamespace } from './see-ipc-namespace.ts'
import { probe as seeLogs } from './see-logs.ts'
import { probe as seeMachineId } from './see-machine-id.ts'
import { probe as seeMnt } from './see-mnt.ts'
import { probe as seeMounts } from './see-mounts.ts'
import { probe as seePidNamespace } from './see-pid-namespace.ts'
import { probe as seePidfd } from './see-pidfd.ts'
import { probe as seeProcess } from './see-process.ts'
import { probe as seeProcessArguments } from './see-process-arguments.ts'
import { probe as seeProcessEnvironment } from './see-process-environment.ts'
import { probe as seeProcessFiles } from './see-process-files.ts'
import { probe as seeShadow } from './see-shadow.ts'
import { probe as seeSharedMemory } from './see-shared-memory.ts'
import { probe as seeSignal } from './see-signal.ts'
import { probe as seeSrv } from './see-srv.ts'
import { probe as seeSys } from './see-sys.ts'
import { probe as seeUtsNamespace } from './see-uts-namespace.ts'
import { probe as worksBigFile } from './works-big-file.ts'
import { probe as worksCertificates } from './works-certificates.ts'
import { probe as worksChangeFiles } from './works-change-files.ts'
import { probe as worksChildren } from './works-children.ts'
import { probe as worksDevFd } from './works-dev-fd.ts'
import { probe as worksDevFiles } from './works-dev-files.ts'
import { probe as worksDnsConfig } from './works-dns-config.ts'
import { probe as worksExitCode } from './works-exit-code.ts'
import { probe as worksFileLock } from './works-file-lock.ts'
import { probe as worksFileOwner } from './works-file-owner.ts'
import { probe as worksGitCommit } from './works-git-commit.ts'
import { probe as worksGitStatus } from './works-git-status.ts'
import { probe as worksGitWorktree } from './works-git-worktree.ts'
import { probe as worksHostname } from './works-hostname.ts'
import { probe as worksLocale } from './works-locale.ts'
import { probe as worksLocalhost } from './works-localhost.ts'
import { probe as worksNetworkOut } from './works-network-out.ts'
import { probe as worksNoGhosts } from './works-no-ghosts.ts'
import { probe as worksOwnChildTraced } from './works-own-child-traced.ts'
import { probe as worksProcSelf } from './works-proc-self.ts'
import { probe as worksProcesses } from './works-processes.ts'
import { probe as worksPty } from './works-pty.ts'
import { probe as worksRunFile } from './works-run-file.ts'
import { probe as worksSamePath } from './works-same-path.ts'
import { probe as worksServer } from './works-server.ts'
import { probe as worksSharedMemory } from './works-shared-memory.ts'
import { probe as worksSignalCode } from './works-signal-code.ts'
import { probe as worksSigterm } from './works-sigterm.ts'
import { probe as worksStdin } from './works-stdin.ts'
import { probe as worksSymlinks } from './works-symlinks.ts'
import { probe as worksTempFiles } from './works-temp-files.ts'
import { probe as worksTerminal } from './works-terminal.ts'
import { probe as worksTimeZone } from './works-time-zone.ts'
import { probe as worksToolchain } from './works-toolchain.ts'
import { probe as worksUnixSocket } from './works-unix-socket.ts'
import { probe as worksUser } from './works-user.ts'
import { probe as worksWhy } from './works-why.ts'
import { probe as worksWriteProject } from './works-write-project.ts'
import { probe as writeAuthorizedKeys } from './write-authorized-keys.ts'
import { probe as writeBashrc } from './write-bashrc.ts'
import { probe as writeDescriptor } from './write-descriptor.ts'
import { probe as writeGitMounts } from './write-git-mounts.ts'
import { probe as writeGitconfig } from './write-gitconfig.ts'
import { probe as writeHardlink } from './write-hardlink.ts'
import { probe as writeLocalBin } from './write-local-bin.ts'
import { probe as writeMounts } from './write-mounts.ts'
import { probe as writeOtherProject } from './write-other-project.ts'
import { probe as writeOutside } from './write-outside.ts'
import { probe as writeProcOthersCwd } from './write-proc-others-cwd.ts'
import { probe as writeProcOthersRoot } from './write-proc-others-root.ts'
import { probe as writeProcRoot } from './write-proc-root.ts'
import { probe as writeProfile } from './write-profile.ts'
import { probe as writePrograms } from './write-programs.ts'
import { probe as writeRename } from './write-rename.ts'
import { probe as writeRoot } from './write-root.ts'
import { probe as writeShm } from './write-shm.ts'
import { probe as writeSymlink } from './write-symlink.ts'
import { probe as writeTmp } from './write-tmp.ts'
import { probe as writeVarTmp } from './write-var-tmp.ts'
import { probe as writeZshrc } from './write-zshrc.ts'

/** Every probe, by area, made by scripts/new-probe.ts; test/verify/probes.test.ts compares the folder. */
export const PROBES: readonly Probe[] = [
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
  writeAuthorizedKeys,
  writeBashrc,
  writeDescriptor,
  writeGitMounts,
  writeGitconfig,
  writeHardlink,
  writeLocalBin,
  writeMounts,
  writeOtherProject,
  writeOutside,
  writeProcOthersCwd,
  writeProcOthersRoot,
  writeProcRoot,
  writeProfile,
  writePrograms,
  writeRename,
  writeRoot,
  writeShm,
  writeSymlink,
  writeTmp,
  writeVarTmp,
  writeZshrc,
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
  kernel32BitCalls,
  kernelAcct,
  kernelAddKey,
  kernelBpf,
  kernelCapabilities,
  kernelChroot,
  kernelCloneFlags,
  kernelDevices,
  kernelFileHandles,
  kernelForeignMemory,
  kernelFsconfig,
  kernelFsmount,
  kernelFsopen,
  kernelFspick,
  kernelIoUring,
  kernelIoUringEnter,
  kernelIoUringRegister,
  kernelKexec,
  kernelKeyctl,
  kernelMknod,
  kernelModuleRemoval,
  kernelModules,
  kernelMount,
  kernelMountOver,
  kernelMountSetattr,
  kernelMoveMount,
  kernelNoNewPrivs,
  kernelOpenTree,
  kernelPerf,
  kernelPivotRoot,
  kernelProcSys,
  kernelPtrace,
  kernelQuotactl,
  kernelRareSocketPairs,
  kernelRareSockets,
  kernelRawSocket,
  kernelReboot,
  kernelRequestKey,
  kernelSetns,
  kernelSetuid,
  kernelSwap,
  kernelSwapoff,
  kernelSysrq,
  kernelTioclinux,
  kernelTioclinuxUpperBits,
  kernelTiocsti,
  kernelTiocstiUpperBits,
  kernelUmount,
  kernelUnshareFlags,
  kernelUserfaultfd,
  kernelUserns,
  kernelUsernsClone3,
  kernelUsernsUnshare,
  kernelVsock,
  seeAccounts,
  seeCgroupNamespace,
  seeGroups,
  seeHostDevShm,
  seeHostRun,
  seeHostTmp,
  seeHostVarTmp,
  seeHostname,
  seeIpcNamespace,
  seeLogs,
  seeMachineId,
  seeMnt,
  seeMounts,
  seePidNamespace,
  seePidfd,
  seeProcess,
  seeProcessArguments,
  seeProcessEnvironment,
  seeProcessFiles,
  seeShadow,
  seeSharedMemory,
  seeSignal,
  seeSrv,
  seeSys,
  seeUtsNamespace,
  netAbstractSocket,
  netDockerSocket,
  netGpgAgent,
  netHostLoopback,
  netHostLoopback6,
  netHostUdp,
  netInternet,
  netMetadata,
  netNamespace,
  netPodman,
  netPulse,
  netSessionBus,
  netSocketNames,
  netSocketTable,
  netSshAgent,
  netUnixSocket,
  netWayland,
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
  lifeChild,
  lifeDaemon,
  lifeGroupSignal,
  lifeHome,
  lifeKilled,
  lifeMany,
  lifeSession,
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

/** The probes of these ids, in the order of the list. */
export function probesNamed(ids: readonly string[]): Probe[] {
  return PROBES.filter(({ id }) => ids.includes(id))
}
