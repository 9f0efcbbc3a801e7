import type { Probe } from '../../src/verify/probe.ts'
import { probe as kernel32BitCalls } from '../kernel-32-bit-calls.ts'
import { probe as kernelAcct } from '../kernel-acct.ts'
import { probe as kernelAddKey } from '../kernel-add-key.ts'
import { probe as kernelBpf } from '../kernel-bpf.ts'
import { probe as kernelCapabilities } from '../kernel-capabilities.ts'
import { probe as kernelChroot } from '../kernel-chroot.ts'
import { probe as kernelCloneFlags } from '../kernel-clone-flags.ts'
import { probe as kernelDcookie } from '../kernel-dcookie.ts'
import { probe as kernelDeviceModes } from '../kernel-device-modes.ts'
import { probe as kernelDevices } from '../kernel-devices.ts'
import { probe as kernelFileHandles } from '../kernel-file-handles.ts'
import { probe as kernelForeignMemory } from '../kernel-foreign-memory.ts'
import { probe as kernelFsconfig } from '../kernel-fsconfig.ts'
import { probe as kernelFsmount } from '../kernel-fsmount.ts'
import { probe as kernelFsopen } from '../kernel-fsopen.ts'
import { probe as kernelFspick } from '../kernel-fspick.ts'
import { probe as kernelGroupDiskPriority } from '../kernel-group-disk-priority.ts'
import { probe as kernelGroupPriority } from '../kernel-group-priority.ts'
import { probe as kernelHangup } from '../kernel-hangup.ts'
import { probe as kernelIoUring } from '../kernel-io-uring.ts'
import { probe as kernelIoUringEnter } from '../kernel-io-uring-enter.ts'
import { probe as kernelIoUringRegister } from '../kernel-io-uring-register.ts'
import { probe as kernelKexec } from '../kernel-kexec.ts'
import { probe as kernelKeyctl } from '../kernel-keyctl.ts'
import { probe as kernelLineDiscipline } from '../kernel-line-discipline.ts'
import { probe as kernelLog } from '../kernel-log.ts'
import { probe as kernelMknod } from '../kernel-mknod.ts'
import { probe as kernelModuleRemoval } from '../kernel-module-removal.ts'
import { probe as kernelModules } from '../kernel-modules.ts'
import { probe as kernelMount } from '../kernel-mount.ts'
import { probe as kernelMountOver } from '../kernel-mount-over.ts'
import { probe as kernelMountSetattr } from '../kernel-mount-setattr.ts'
import { probe as kernelMoveMount } from '../kernel-move-mount.ts'
import { probe as kernelNetlink } from '../kernel-netlink.ts'
import { probe as kernelNoNewPrivs } from '../kernel-no-new-privs.ts'
import { probe as kernelOpenTree } from '../kernel-open-tree.ts'
import { probe as kernelPerf } from '../kernel-perf.ts'
import { probe as kernelPivotRoot } from '../kernel-pivot-root.ts'
import { probe as kernelPorts } from '../kernel-ports.ts'
import { probe as kernelProcDevices } from '../kernel-proc-devices.ts'
import { probe as kernelProcInterrupts } from '../kernel-proc-interrupts.ts'
import { probe as kernelProcKeys } from '../kernel-proc-keys.ts'
import { probe as kernelProcModes } from '../kernel-proc-modes.ts'
import { probe as kernelProcPressure } from '../kernel-proc-pressure.ts'
import { probe as kernelProcSymbols } from '../kernel-proc-symbols.ts'
import { probe as kernelProcSys } from '../kernel-proc-sys.ts'
import { probe as kernelProcTimers } from '../kernel-proc-timers.ts'
import { probe as kernelPtrace } from '../kernel-ptrace.ts'
import { probe as kernelQuotactl } from '../kernel-quotactl.ts'
import { probe as kernelRareProtocols } from '../kernel-rare-protocols.ts'
import { probe as kernelRareSocketPairs } from '../kernel-rare-socket-pairs.ts'
import { probe as kernelRareSockets } from '../kernel-rare-sockets.ts'
import { probe as kernelRawSocket } from '../kernel-raw-socket.ts'
import { probe as kernelReboot } from '../kernel-reboot.ts'
import { probe as kernelRequestKey } from '../kernel-request-key.ts'
import { probe as kernelSegments } from '../kernel-segments.ts'
import { probe as kernelSetns } from '../kernel-setns.ts'
import { probe as kernelSetuid } from '../kernel-setuid.ts'
import { probe as kernelSnapshot } from '../kernel-snapshot.ts'
import { probe as kernelSwap } from '../kernel-swap.ts'
import { probe as kernelSwapoff } from '../kernel-swapoff.ts'
import { probe as kernelSysrq } from '../kernel-sysrq.ts'
import { probe as kernelTioclinux } from '../kernel-tioclinux.ts'
import { probe as kernelTioclinuxUpperBits } from '../kernel-tioclinux-upper-bits.ts'
import { probe as kernelTiocsti } from '../kernel-tiocsti.ts'
import { probe as kernelTiocstiUpperBits } from '../kernel-tiocsti-upper-bits.ts'
import { probe as kernelUmount } from '../kernel-umount.ts'
import { probe as kernelUnshareFlags } from '../kernel-unshare-flags.ts'
import { probe as kernelUserfaultfd } from '../kernel-userfaultfd.ts'
import { probe as kernelUserns } from '../kernel-userns.ts'
import { probe as kernelUsernsClone3 } from '../kernel-userns-clone3.ts'
import { probe as kernelUsernsUnshare } from '../kernel-userns-unshare.ts'
import { probe as kernelVsock } from '../kernel-vsock.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const KERNEL: readonly Probe[] = [
  kernel32BitCalls,
  kernelAcct,
  kernelAddKey,
  kernelBpf,
  kernelCapabilities,
  kernelChroot,
  kernelCloneFlags,
  kernelDcookie,
  kernelDeviceModes,
  kernelDevices,
  kernelFileHandles,
  kernelForeignMemory,
  kernelFsconfig,
  kernelFsmount,
  kernelFsopen,
  kernelFspick,
  kernelGroupDiskPriority,
  kernelGroupPriority,
  kernelHangup,
  kernelIoUring,
  kernelIoUringEnter,
  kernelIoUringRegister,
  kernelKexec,
  kernelKeyctl,
  kernelLineDiscipline,
  kernelLog,
  kernelMknod,
  kernelModuleRemoval,
  kernelModules,
  kernelMount,
  kernelMountOver,
  kernelMountSetattr,
  kernelMoveMount,
  kernelNetlink,
  kernelNoNewPrivs,
  kernelOpenTree,
  kernelPerf,
  kernelPivotRoot,
  kernelPorts,
  kernelProcDevices,
  kernelProcInterrupts,
  kernelProcKeys,
  kernelProcModes,
  kernelProcPressure,
  kernelProcSymbols,
  kernelProcSys,
  kernelProcTimers,
  kernelPtrace,
  kernelQuotactl,
  kernelRareProtocols,
  kernelRareSocketPairs,
  kernelRareSockets,
  kernelRawSocket,
  kernelReboot,
  kernelRequestKey,
  kernelSegments,
  kernelSetns,
  kernelSetuid,
  kernelSnapshot,
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
]
