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
import { check as bubblewrapCapabilities } from './bubblewrap.capabilities.ts'
import { check as bubblewrapDisableUserns } from './bubblewrap.disable-userns.ts'
import { check as bubblewrapLive } from './bubblewrap.live.ts'
import { check as bubblewrapOptions } from './bubblewrap.options.ts'
import { check as bubblewrapPresent } from './bubblewrap.present.ts'
import { check as bubblewrapSetuid } from './bubblewrap.setuid.ts'
import { check as bubblewrapTrusted } from './bubblewrap.trusted.ts'
import { check as bubblewrapVersion } from './bubblewrap.version.ts'
import { check as gitPresent } from './git.present.ts'
import { check as gitProject } from './git.project.ts'
import { check as limitsCgroup } from './limits.cgroup.ts'
import { check as limitsFiles } from './limits.files.ts'
import { check as limitsProcesses } from './limits.processes.ts'
import { check as limitsScope } from './limits.scope.ts'
import { check as limitsTmpSize } from './limits.tmp-size.ts'
import { check as modulesApparmor } from './modules.apparmor.ts'
import { check as modulesContainerLabel } from './modules.container-label.ts'
import { check as modulesLandlock } from './modules.landlock.ts'
import { check as modulesMemfd } from './modules.memfd.ts'
import { check as modulesOpenat2 } from './modules.openat2.ts'
import { check as modulesSeccomp } from './modules.seccomp.ts'
import { check as modulesSelinux } from './modules.selinux.ts'
import { check as namespacesChroot } from './namespaces.chroot.ts'
import { check as namespacesCloneSysctl } from './namespaces.clone-sysctl.ts'
import { check as namespacesKernel } from './namespaces.kernel.ts'
import { check as namespacesLimits } from './namespaces.limits.ts'
import { check as namespacesProcesses } from './namespaces.processes.ts'
import { check as namespacesSetfcap } from './namespaces.setfcap.ts'
import { check as namespacesSingleUser } from './namespaces.single-user.ts'
import { check as networkHelper } from './network.helper.ts'
import { check as networkLoopbackNone } from './network.loopback-none.ts'
import { check as networkOpen } from './network.open.ts'
import { check as networkProxy } from './network.proxy.ts'
import { check as networkTun } from './network.tun.ts'
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
import { check as surroundingsAndroid } from './surroundings.android.ts'
import { check as surroundingsContainer } from './surroundings.container.ts'
import { check as surroundingsGvisor } from './surroundings.gvisor.ts'
import { check as surroundingsPackage } from './surroundings.package.ts'
import { check as surroundingsWsl } from './surroundings.wsl.ts'
import { check as terminalSize } from './terminal.size.ts'
import { check as terminalTerm } from './terminal.term.ts'
import { check as terminalTiocsti } from './terminal.tiocsti.ts'
import { check as terminalTty } from './terminal.tty.ts'
import { check as toolsHidden } from './tools.hidden.ts'
import { check as toolsNode } from './tools.node.ts'
import { check as toolsPath } from './tools.path.ts'
import { check as toolsShims } from './tools.shims.ts'
import { check as trustBinary } from './trust.binary.ts'
import { check as trustInside } from './trust.inside.ts'
import { check as trustProjectFile } from './trust.project-file.ts'
import { check as trustSecrets } from './trust.secrets.ts'
import { check as trustSettings } from './trust.settings.ts'
import { check as trustSockets } from './trust.sockets.ts'

/** Every check, in the order in which it is shown. Register a new one here: test/doctor/checks.test.ts compares the folder. */
export const CHECKS: readonly Check[] = [
  bubblewrapPresent,
  bubblewrapTrusted,
  bubblewrapVersion,
  bubblewrapSetuid,
  bubblewrapCapabilities,
  bubblewrapOptions,
  bubblewrapDisableUserns,
  bubblewrapLive,
  namespacesKernel,
  namespacesCloneSysctl,
  namespacesLimits,
  namespacesSingleUser,
  namespacesSetfcap,
  namespacesChroot,
  namespacesProcesses,
  modulesApparmor,
  modulesSelinux,
  modulesSeccomp,
  modulesContainerLabel,
  modulesLandlock,
  modulesMemfd,
  modulesOpenat2,
  surroundingsContainer,
  surroundingsPackage,
  surroundingsWsl,
  surroundingsGvisor,
  surroundingsAndroid,
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
  networkOpen,
  networkHelper,
  networkTun,
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
