import type { Probe } from '../../src/verify/probe.ts'
import { probe as seeAccounts } from '../see-accounts.ts'
import { probe as seeCgroupNamespace } from '../see-cgroup-namespace.ts'
import { probe as seeGroups } from '../see-groups.ts'
import { probe as seeHostDevShm } from '../see-host-dev-shm.ts'
import { probe as seeHostRun } from '../see-host-run.ts'
import { probe as seeHostTmp } from '../see-host-tmp.ts'
import { probe as seeHostVarTmp } from '../see-host-var-tmp.ts'
import { probe as seeHostname } from '../see-hostname.ts'
import { probe as seeIpcNamespace } from '../see-ipc-namespace.ts'
import { probe as seeLogs } from '../see-logs.ts'
import { probe as seeMachineId } from '../see-machine-id.ts'
import { probe as seeMnt } from '../see-mnt.ts'
import { probe as seeMounts } from '../see-mounts.ts'
import { probe as seePidNamespace } from '../see-pid-namespace.ts'
import { probe as seePidfd } from '../see-pidfd.ts'
import { probe as seeProcess } from '../see-process.ts'
import { probe as seeProcessArguments } from '../see-process-arguments.ts'
import { probe as seeProcessEnvironment } from '../see-process-environment.ts'
import { probe as seeProcessFiles } from '../see-process-files.ts'
import { probe as seeShadow } from '../see-shadow.ts'
import { probe as seeSharedMemory } from '../see-shared-memory.ts'
import { probe as seeSignal } from '../see-signal.ts'
import { probe as seeSrv } from '../see-srv.ts'
import { probe as seeSys } from '../see-sys.ts'
import { probe as seeUtsNamespace } from '../see-uts-namespace.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const SEE: readonly Probe[] = [
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
]
