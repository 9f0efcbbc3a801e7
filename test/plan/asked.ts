import { type Decision, decidePath } from '../../src/plan/decide-path.ts'
import { type Explanation, explain } from '../../src/plan/explanation.ts'
import type { Look } from '../../src/plan/follow.ts'
import type { Flags } from '../../src/policy/flags.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decideOn } from '../hosts/decide.ts'
import { type Listing, resolveIn } from '../hosts/listing.ts'
import { readMachine } from '../hosts/machine.ts'
import { decide, type Small, smallMachine } from '../hosts/small.ts'

/** What can be done at a path: whether something is seen there, and what becomes of what is written. */
export type Can = `${'seen' | 'unseen'} ${'kept' | 'thrown away' | 'closed'}`

export type Answer = Decision & { readonly can: Can }

export function withCan(found: Decision | undefined): Answer | undefined {
  if (!found) return undefined
  const { visible, writable, kept } = found
  return {
    ...found,
    can: `${visible ? 'seen' : 'unseen'} ${writable ? (kept ? 'kept' : 'thrown away') : 'closed'}`,
  }
}

type OnMachine = { readonly person: string; readonly profile: string; readonly flags: Flags }

/** The explanation of a start on a recorded machine; ben's is Ubuntu, the others' Debian. */
export function explainOn({ person, profile, flags }: OnMachine): Explanation {
  const machine = readMachine(person === 'ben' ? 'ubuntu-24.04' : 'debian-12')
  return explain(decideOn({ machine, person, profile, flags, command: 'sh' }))
}

/** The answer by the plan alone: the recordings do not have all files. `asked` is who, the profile, and flags. */
export function answerOn(asked: string, path: string): Answer | undefined {
  const [person = '', profile = '', ...words] = asked.split(' ')
  const flags: Record<string, string[]> = {}
  for (let at = 0; at < words.length; at += 2) {
    const name = (words[at] ?? '').slice('--'.length)
    flags[name] = [...(flags[name] ?? []), words[at + 1] ?? '']
  }
  return withCan(decidePath(explainOn({ person, profile, flags }), path))
}

/** The rows of a table, its columns with ` | ` between them. */
export function questionsIn(table: string): [string, string, string, string][] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [asked = '', path = '', can = '', sentence = ''] = line.split(' | ')
      return [asked, path, can, sentence]
    })
}

/** The answer on a small machine whose files are all known, as `jail explain` looks at them from outside. */
export function answerOnSmall(
  layers: readonly LayerFile[],
  path: string,
  small: Small = {},
): Answer | undefined {
  return withCan(decidePath(explain(decide(layers, small)), path, lookIn(smallMachine(small).entries)))
}

function lookIn(entries: Listing): Look {
  return (_, host) => {
    if (host === undefined) return 'unknown'
    const row = entries[host]
    if (row?.startsWith('link ')) return { to: row.slice('link '.length) }
    return resolveIn(entries, host).state === 'present' ? 'there' : 'absent'
  }
}
