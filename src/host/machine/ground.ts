import { JailError } from '../../errors.ts'
import type { Places } from '../../policy/expand.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller } from '../facts.ts'
import { gatherCaller, xdgFolders } from '../gather/caller.ts'
import { makeWalker, walkerFor } from '../observe.ts'
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
    throw new JailError('home.silent', `Your home or the current folder is out of reach: ${silent}.`, {
      fix: 'See that its server is there, or mount it again.',
    })
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

/** Why the home folder or the current one does not answer, asked without waiting for it; undefined when both do. */
export async function whySilent(
  env: Readonly<Record<string, string>>,
  files: Files,
): Promise<string | undefined> {
  const cwd = files.readLink('/proc/self/cwd')
  const places = [env['HOME'] ?? '', String(cwd)].filter((place) => place.startsWith('/'))
  const walker = await walkerFor(places, files)
  for (const place of places) {
    const fact = walker.resolve(place)
    if (fact.state === 'unknown') return fact.why
  }
  return undefined
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
