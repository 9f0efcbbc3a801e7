import type { Probe } from '../src/verify/probe.ts'
import { probe as homeSshKey } from './home-ssh-key.ts'
import { probe as kernelUserns } from './kernel-userns.ts'
import { probe as netHostLoopback } from './net-host-loopback.ts'
import { probe as persistGitHook } from './persist-git-hook.ts'
import { probe as worksWriteProject } from './works-write-project.ts'

/** Every probe, by area. Register a new one here: test/verify/probes.test.ts compares the folder. */
export const PROBES: readonly Probe[] = [
  homeSshKey,
  persistGitHook,
  kernelUserns,
  netHostLoopback,
  worksWriteProject,
]

/** The probes of these ids, in the order of the list. */
export function probesNamed(ids: readonly string[]): Probe[] {
  return PROBES.filter(({ id }) => ids.includes(id))
}
