import type { Look, Sight } from '../plan/follow.ts'
import type { Walker } from './walk.ts'

/** Sees what lies on the host, where the box shows the host; nothing else can be known from outside. */
export function lookOnHost(walker: Walker): Look {
  return (_, host) => (host === undefined ? 'unknown' : sightOf(walker, host))
}

/** Sees what a process in the box sees. */
export function lookInside(walker: Walker): Look {
  return (inside) => sightOf(walker, inside)
}

function sightOf(walker: Walker, path: string): Sight {
  const fact = walker.resolve(path)
  if (fact.state === 'unknown') return 'unknown'
  const [first] = fact.links
  if (first?.at === path) return { to: first.to }
  if (fact.state === 'present') return 'there'
  return fact.state === 'absent' ? 'absent' : 'unknown'
}
