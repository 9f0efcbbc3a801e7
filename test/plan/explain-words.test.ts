import { describe, expect, test } from 'bun:test'
import { decidePath } from '../../src/plan/decide-path.ts'
import { boxOf, explain } from '../../src/plan/explanation.ts'
import type { Flags } from '../../src/policy/flags.ts'
import { type Decided, decideOn } from '../hosts/decide.ts'
import { MACHINES, projectOf, readMachine } from '../hosts/machine.ts'
import { withCan } from './asked.ts'
import { outcomeOf } from './mounts.ts'

const PROFILES = ['base', 'claude', 'opencode', 'shell']
const flagsFor = (project: string): Flags[] => [
  {},
  { read: ['~'] },
  { write: ['~'] },
  { read: ['/etc'], network: ['none'] },
  { hide: [`${project}/.e*`, `${project}/node_modules`], copy: [`${project}/.git/config`] },
]

const CASES = MACHINES.flatMap((name) => {
  const machine = readMachine(name)
  return Object.keys(machine.people).flatMap((person) =>
    PROFILES.flatMap((profile) =>
      flagsFor(projectOf(machine, person).path).map((flags) => ({ name, machine, person, profile, flags })),
    ),
  )
})

/** Each place of the plan, what lies in it and beside it, and every file of the recording; none by a link. */
function sample({ plan, facts }: Decided, entries: readonly string[]): string[] {
  const links = new Set(plan.ops.flatMap((op) => (op.kind === 'symlink' ? [op.path] : [])))
  const places = plan.ops.filter((op) => op.kind !== 'symlink').map((op) => op.path)
  const near = plan.ops
    .filter(
      (op) => op.kind === 'tmpfs' || (op.kind === 'bind' && facts.paths.get(op.path)?.state === 'present'),
    )
    .flatMap((op) => [`${op.path}x`.replace('//', '/'), `${op.path}/x.y`.replace('//', '/')])
  const isPlain = (path: string): boolean =>
    !path.startsWith('/proc') &&
    (!path.startsWith('/dev') || `${path}/`.startsWith('/dev/shm/')) &&
    ![...links].some((link) => `${path}/`.startsWith(`${link}/`))
  return [...new Set([...places, ...near, ...entries])].filter(isPlain)
}

/**
 * bwrap before 0.5 has no --perms: a closed folder can be listed there (it is empty), and a file of jail's own is bound
 * read-only instead of written, of which explain says less. test/e2e/bwraps.test.ts holds those against the real thing.
 */
const WITH_MODES = CASES.filter(({ machine }) => machine.bwrap.options.includes('--perms'))

describe('what explain says of a path is what the words of bwrap do', () => {
  test('on nearly every machine', () => {
    expect(WITH_MODES.length).toBeGreaterThan(CASES.length * 0.85)
  })
  test.each(WITH_MODES)('$name $person $profile $flags', ({ machine, person, profile, flags }) => {
    const decided = decideOn({ machine, person, profile, flags, command: 'sh' })
    const explanation = explain(decided)
    const isFile = (path: string): boolean => machine.entries[path]?.startsWith('file ') ?? false
    const entries = Object.keys(machine.entries).filter((path) => !machine.entries[path]?.startsWith('link '))
    const paths = sample(decided, entries).filter(
      (path) => !isFile(path.replace(/\/x\.y$/, '')) || isFile(path),
    )
    expect(paths.length).toBeGreaterThan(100)
    const said = paths.map((path) => `${path} ${withCan(decidePath(explanation, path))?.can}`)
    expect(said).toEqual(paths.map((path) => `${path} ${outcomeOf(decided.line.words, path)}`))
  })
})

/** Two of the five rows of flags each, others for each machine, person and profile: all of them take half a minute. */
const IN_TURN = CASES.filter((_, at) => {
  const [turn, row] = [Math.floor(at / 5), at % 5]
  return row === turn % 5 || row === (turn + 2) % 5
})

describe('what why says inside is what explain says outside', () => {
  test('in every machine and profile, with every row of flags', () => {
    const kinds = (cases: typeof CASES): number =>
      new Set(
        cases.flatMap(({ name, person, profile, flags }) => [
          `${name} ${person} ${profile}`,
          ...Object.keys(flags),
        ]),
      ).size
    expect(kinds(IN_TURN)).toBe(kinds(CASES))
  })
  test.each(IN_TURN)('$name $person $profile $flags', ({ machine, person, profile, flags }) => {
    const decided = decideOn({ machine, person, profile, flags, command: 'sh' })
    const op = decided.plan.ops.find(({ path }) => path === '/run/jail/why.json')
    const text = op?.kind === 'data' && op.content.kind === 'text' ? op.content.text : ''
    const inside = boxOf(JSON.parse(text))
    if (!inside) throw new Error('The data of why is not taken.')
    const outside = explain(decided)
    const paths = sample(decided, Object.keys(machine.entries))
    expect(paths.map((path) => decidePath(inside, path))).toEqual(
      paths.map((path) => decidePath(outside, path)),
    )
  })
})
