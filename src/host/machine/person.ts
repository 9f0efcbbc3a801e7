import { findAccount, madeAccount } from '../gather/accounts.ts'
import { walkerFor } from '../silence.ts'
import type { Gatherer } from './gatherer.ts'

/** Who calls. Never throws for what makes `jail run` refuse: doctor is to tell it. */
export const person: Gatherer<'person'> = {
  facet: 'person',
  limitMs: 4000,
  async gather({ env, uid, files }) {
    const found = findAccount(uid, files)
    const home = env['HOME'] || (found?.entry.home ?? '')
    const caller = uid === 0 ? env['SUDO_USER'] : undefined
    const walker = await walkerFor([home], files)
    const fact = home.startsWith('/') ? walker.resolve(home) : undefined
    const homeOwner = fact?.state === 'present' ? fact.uid : null
    return {
      uid,
      user: (found?.entry ?? madeAccount(uid, uid, env)).name,
      home,
      account: found?.from ?? 'nowhere',
      accountHome: found?.entry.home ?? null,
      sudo: caller ? { user: caller, homeOwner } : null,
    }
  },
}
