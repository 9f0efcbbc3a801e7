import type { Check } from '../check.ts'
import { check as bubblewrapPresent } from './bubblewrap.present.ts'
import { check as gitPresent } from './git.present.ts'
import { check as gitProject } from './git.project.ts'
import { check as limitsCgroup } from './limits.cgroup.ts'
import { check as limitsFiles } from './limits.files.ts'
import { check as limitsProcesses } from './limits.processes.ts'
import { check as limitsScope } from './limits.scope.ts'
import { check as limitsTmpSize } from './limits.tmp-size.ts'
import { check as networkDns } from './network.dns.ts'
import { check as networkHelper } from './network.helper.ts'
import { check as networkLoopbackNone } from './network.loopback-none.ts'
import { check as networkOpen } from './network.open.ts'
import { check as networkProxy } from './network.proxy.ts'
import { check as networkTun } from './network.tun.ts'
import { check as terminalSize } from './terminal.size.ts'
import { check as terminalTerm } from './terminal.term.ts'
import { check as terminalTiocsti } from './terminal.tiocsti.ts'
import { check as terminalTty } from './terminal.tty.ts'
import { check as trustBinary } from './trust.binary.ts'
import { check as trustInside } from './trust.inside.ts'
import { check as trustProjectFile } from './trust.project-file.ts'
import { check as trustSecrets } from './trust.secrets.ts'
import { check as trustSettings } from './trust.settings.ts'
import { check as trustSockets } from './trust.sockets.ts'

/** Every check, in the order in which it is shown. Register a new one here: test/doctor/checks.test.ts compares the folder. */
export const CHECKS: readonly Check[] = [
  bubblewrapPresent,
  networkOpen,
  networkHelper,
  networkTun,
  networkDns,
  networkProxy,
  networkLoopbackNone,
  terminalTty,
  terminalTiocsti,
  terminalTerm,
  terminalSize,
  limitsFiles,
  limitsProcesses,
  limitsScope,
  limitsCgroup,
  limitsTmpSize,
  gitPresent,
  gitProject,
  trustSettings,
  trustProjectFile,
  trustSecrets,
  trustSockets,
  trustInside,
  trustBinary,
]
