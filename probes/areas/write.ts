import type { Probe } from '../../src/verify/probe.ts'
import { probe as writeAuthorizedKeys } from '../write-authorized-keys.ts'
import { probe as writeBashrc } from '../write-bashrc.ts'
import { probe as writeDescriptor } from '../write-descriptor.ts'
import { probe as writeGitMounts } from '../write-git-mounts.ts'
import { probe as writeGitconfig } from '../write-gitconfig.ts'
import { probe as writeHardlink } from '../write-hardlink.ts'
import { probe as writeLocalBin } from '../write-local-bin.ts'
import { probe as writeMounts } from '../write-mounts.ts'
import { probe as writeOtherProject } from '../write-other-project.ts'
import { probe as writeOutside } from '../write-outside.ts'
import { probe as writeProcOthersCwd } from '../write-proc-others-cwd.ts'
import { probe as writeProcOthersRoot } from '../write-proc-others-root.ts'
import { probe as writeProcRoot } from '../write-proc-root.ts'
import { probe as writeProfile } from '../write-profile.ts'
import { probe as writePrograms } from '../write-programs.ts'
import { probe as writeRename } from '../write-rename.ts'
import { probe as writeRoot } from '../write-root.ts'
import { probe as writeShm } from '../write-shm.ts'
import { probe as writeSymlink } from '../write-symlink.ts'
import { probe as writeTmp } from '../write-tmp.ts'
import { probe as writeVarTmp } from '../write-var-tmp.ts'
import { probe as writeZshrc } from '../write-zshrc.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const WRITE: readonly Probe[] = [
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
]
