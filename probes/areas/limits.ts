import type { Probe } from '../../src/verify/probe.ts'
import { probe as limitsMemory } from '../limits-memory.ts'
import { probe as limitsProcesses } from '../limits-processes.ts'
import { probe as limitsScratch } from '../limits-scratch.ts'

/** The probes of this area, in the order in which they are shown; made by scripts/new-probe.ts. */
export const LIMITS: readonly Probe[] = [limitsMemory, limitsProcesses, limitsScratch]
