import { VERSION } from '../../version.ts'
import { whyNotTrusted } from '../gather/bwrap.ts'
import type { Gatherer } from './gatherer.ts'

/** The jail that is running: its file, and whether it stands in the box of another. */
export const jail: Gatherer<'jail'> = {
  facet: 'jail',
  limitMs: 200,
  gather({ env, uid, files }) {
    const binary = process.execPath
    const stat = files.stat(binary, true)
    return {
      version: VERSION,
      binary,
      // The base profile sets it (profiles/base.yaml).
      inside: env['JAIL'] === '1',
      distrust: typeof stat === 'number' ? null : (whyNotTrusted(binary, stat, uid, files) ?? null),
    }
  },
}
