import type { Probe } from '../../src/verify/probe.ts'
import { probe as lifeChild } from '../life-child.ts'
import { probe as lifeDaemon } from '../life-daemon.ts'
import { probe as lifeGroupSignal } from '../life-group-signal.ts'
import { probe as lifeHome } from '../life-home.ts'
import { probe as lifeKilled } from '../life-killed.ts'
import { probe as lifeMany } from '../life-many.ts'
import { probe as lifeSession } from '../life-session.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const LIFE: readonly Probe[] = [
  lifeChild,
  lifeDaemon,
  lifeGroupSignal,
  lifeHome,
  lifeKilled,
  lifeMany,
  lifeSession,
]
