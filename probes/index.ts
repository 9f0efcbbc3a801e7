import type { Probe } from '../src/verify/probe.ts'
import { probe as homeSshKey } from './home-ssh-key.ts'
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
import { probe as persistGitHook } from './persist-git-hook.ts'
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
import { probe as worksExitCode } from './works-exit-code.ts'
import { probe as worksOwnChildTraced } from './works-own-child-traced.ts'
import { probe as worksSignalCode } from './works-signal-code.ts'
import { probe as worksSigterm } from './works-sigterm.ts'
import { probe as worksTerminal } from './works-terminal.ts'
import { probe as worksWriteProject } from './works-write-project.ts'

/** Every probe, by area. Register a new one here: test/verify/probes.test.ts compares the folder. */
export const PROBES: readonly Probe[] = [
  homeSshKey,
  persistGitHook,
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
  lifeChild,
  lifeDaemon,
  lifeGroupSignal,
  lifeHome,
  lifeKilled,
  lifeMany,
  lifeSession,
  worksExitCode,
  worksOwnChildTraced,
  worksSignalCode,
  worksSigterm,
  worksTerminal,
  worksWriteProject,
]

/** The probes of these ids, in the order of the list. */
export function probesNamed(ids: readonly string[]): Probe[] {
  return PROBES.filter(({ id }) => ids.includes(id))
}
