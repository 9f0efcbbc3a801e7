import type { Places } from '../../policy/expand.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller } from '../facts.ts'
import { gatherCaller, xdgFolders } from '../gather/caller.ts'
import { makeWalker } from '../observe.ts'
import { silentHome } from '../silence.ts'
import type { Walker } from '../walk.ts'
import type { Ground } from './gatherer.ts'

/**
 * The ground of a machine that is looked at now. What is asked for twice is read once. Where `silent` says why home does
 * not answer, there is no caller: who looks at such a folder without asking first waits for minutes.
 */
export function groundOf(
  env: Readonly<Record<string, string>>,
  files: Files,
  silent: string | undefined = undefined,
): Ground {
  const caller = once((): Caller => {
    if (silent === undefined) return gatherCaller(env, files)
    throw silentHome(silent)
  })
  const walker = once((): Promise<Walker> => makeWalker(caller(), [], files))
  return {
    env,
    uid: process.geteuid?.() ?? 0,
    files,
    caller,
    walker,
    text(path) {
      const found = files.readText(path)
      return typeof found === 'string' ? found.trim() : undefined
    },
  }
}

/** The places that the names in a profile stand for, with the current folder as the project. */
export function placesOf(caller: Caller): Places {
  return { home: caller.home, project: caller.cwd.real, xdg: xdgFolders(caller) }
}

/** Calls `make` once. What it throws is thrown again at each call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
