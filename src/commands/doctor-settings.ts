import { gatherProject } from '../host/gather/project.ts'
import { type Gatherer, Unknown } from '../host/machine/gatherer.ts'
import { placesOf } from '../host/machine/ground.ts'
import type { Settings } from '../host/machine.ts'
import { type Checked, checkInUse, isUnknown } from './config-files.ts'
import { readUnasked } from './voices.ts'

/** Every file of settings that a run here would read, judged as `jail config check` does. */
export const settings: Gatherer<'settings'> = {
  facet: 'settings',
  limitMs: 1500,
  async gather({ caller: callerOf, walker, files }) {
    const caller = callerOf()
    const walk = await walker()
    const home = walk.resolve(caller.home)
    // A mount that does not answer would hold the reading of files up for ever.
    if (home.state === 'unknown') throw new Unknown(home.why)
    const project = gatherProject(caller, undefined, walk, files)
    const places = { ...placesOf(caller), project: project.path }
    const reader = { caller, places, files }
    const facts = (await checkInUse(reader)).map(factOf)
    // With a wrong file no start comes so far that it would ask.
    if (facts.some(({ state }) => state === 'wrong' || state === 'unreadable')) return facts
    const { unallowed } = await readUnasked('base', {}, { ...reader, project })
    if (unallowed === undefined) return facts
    const { message, fix = null } = unallowed
    const sentence = message.split('\n', 1)[0] ?? ''
    return facts.map((one) => (one.kind === 'project' ? { ...one, state: 'unallowed', sentence, fix } : one))
  },
}

function factOf({ shown, kind, verdict }: Checked): Settings {
  if (typeof verdict === 'string')
    return { path: shown, kind, state: verdict === 'ok' ? 'ok' : 'absent', sentence: null, fix: null }
  const state = isUnknown(verdict) ? 'unreadable' : 'wrong'
  return { path: shown, kind, state, sentence: verdict.message, fix: verdict.fix ?? null }
}
