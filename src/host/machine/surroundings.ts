import { DEVICES, gatherDistribution, surroundings as marksOf, mountsBelowProc } from '../gather/blockers.ts'
import type { Facets } from '../machine.ts'
import { type Gatherer, Unknown } from './gatherer.ts'
import { NO_PROC } from './modules.ts'

/** Which distribution this is, what stands around jail, and which file systems of the kernel are there. */

const QUICK_MS = 500

export const distribution: Gatherer<'distribution'> = {
  facet: 'distribution',
  limitMs: QUICK_MS,
  gather: ({ files }) => gatherDistribution(files),
}

export const surroundings: Gatherer<'surroundings'> = {
  facet: 'surroundings',
  limitMs: QUICK_MS,
  gather({ env, files, text }) {
    const found = marksOf(env, files)
    if (found === undefined && text('/proc/version') === undefined)
      throw new Unknown(`${NO_PROC}, so WSL and gVisor cannot be told`)
    return found ?? null
  },
}

export const wsl: Gatherer<'wsl'> = {
  facet: 'wsl',
  limitMs: QUICK_MS,
  gather({ env, files, text }) {
    const version = text('/proc/version')
    if (version === undefined) throw new Unknown(NO_PROC)
    const registered = ['WSLInterop', 'WSLInterop-late'].some(
      (name) => text(`/proc/sys/fs/binfmt_misc/${name}`)?.startsWith('enabled') ?? false,
    )
    const hasSocket = env['WSL_INTEROP'] !== undefined && typeof files.stat(env['WSL_INTEROP']) === 'object'
    return parseWsl(version, registered || hasSocket)
  },
}

/** WSL 1 says "Microsoft" in its version, WSL 2 "microsoft-standard-WSL2"; kernels of one's own keep the name. */
export function parseWsl(version: string, interop: boolean): Facets['wsl'] {
  if (!version.toLowerCase().includes('microsoft')) return null
  const generation = version.includes('Microsoft') && !version.includes('WSL2') ? 1 : 2
  return { generation, interop }
}

export const proc: Gatherer<'proc'> = {
  facet: 'proc',
  limitMs: QUICK_MS,
  gather: ({ text }) => parseProc(text('/proc/self/mountinfo')),
}

/** From the text of proc_pid_mountinfo(5); undefined where it is not there. The last mount on /proc is the one in use. */
export function parseProc(mountinfo: string | undefined): Facets['proc'] {
  if (mountinfo === undefined) return { mounted: false, readOnly: false, covered: [] }
  const own = mountinfo.split('\n').findLast((line) => line.split(' ')[4] === '/proc')
  const options = own?.split(' ')[5] ?? ''
  return {
    mounted: true,
    readOnly: options.split(',').includes('ro'),
    covered: [...new Set(mountsBelowProc(mountinfo))],
  }
}

export const sys: Gatherer<'sys'> = {
  facet: 'sys',
  limitMs: QUICK_MS,
  gather: ({ files }) => ({ mounted: typeof files.stat('/sys/kernel') === 'object' }),
}

export const devices: Gatherer<'devices'> = {
  facet: 'devices',
  limitMs: QUICK_MS,
  gather: ({ files }) => ({
    missing: DEVICES.filter((name) => typeof files.stat(`/dev/${name}`) === 'number'),
  }),
}
