import { ownWords } from '../diagnose/classify.ts'
import type { Reach } from '../host/live.ts'
import type { Outcome } from '../launch/outcome.ts'
import type { Launch } from '../plan/encode.ts'
import type { Word } from '../plan/op.ts'

/** Starts a line and ends it after the limit. */
export type Try = (line: Launch, limitMs: number) => Promise<Outcome | { readonly kind: 'late' }>

/** What all trials of one failure may cost together. */
const MOST_STARTS = 30
const ALL_MS = 3000
const ONE_MS = 1000

/** Options that say something about the next one (bwrap(1)). */
const BEFORE_ANOTHER = ['--perms', '--size']
const LEAST: readonly Word[] = ['--unshare-user', '--ro-bind', '/', '/']

/**
 * How far a line gets that fails. First the least that can start, then each of the box's options on top of it, then
 * the operations on paths in their order: a box that fails with some of them fails with more of them too, so the first
 * is found by halving. The last are the folder to start in and the command.
 */
export async function reachOf(line: Launch, tryIt: Try): Promise<Reach> {
  const trials = new Trials(line, tryIt)
  const groups = groupsOf(line.words)
  const first = groups.findIndex(([option]) => option === '--chdir') + 1
  const options = groups.slice(0, first).filter(([option]) => option !== '--unshare-user')
  // What ends the box with jail is its first process, which it only has in its own pid namespace (src/launch/box.ts).
  const isFirst = ([option]: readonly Word[]): boolean => option === '--unshare-pid'
  const box = [...options.filter(isFirst), ...options.filter((group) => !isFirst(group))]
  const ops = groups.slice(first)
  try {
    if (!(await trials.isSetUp(LEAST))) return { kind: 'nothing' }
    for (const [at, group] of box.entries())
      if (!(await trials.isSetUp([...LEAST, ...box.slice(0, at + 1).flat()]))) return option(group)
    // The folder may not be there yet when some operations are left out.
    const inside = ['--unshare-user', ...box.filter(([name]) => name !== '--chdir').flat()]
    const withOps = (count: number): Promise<boolean> =>
      trials.isSetUp([...inside, ...ops.slice(0, count).flat()])
    if (!(await withOps(ops.length))) return option(ops[(await firstFailing(ops.length, withOps)) - 1] ?? [])
    const chdir = box.find(([name]) => name === '--chdir')
    if (chdir && !(await trials.isSetUp([...inside, ...ops.flat(), ...chdir]))) return option(chdir)
    return { kind: 'command' }
  } catch (error) {
    if (error instanceof TooMuch) return { kind: 'untold' }
    throw error
  }
}

/** The least that bwrap can start, in place of the words of a line. */
export function leastLine(line: Launch): Launch {
  return { ...line, words: LEAST, mounts: [] }
}

/** The words of a line, an option with its values each. */
export function groupsOf(words: readonly Word[]): Word[][] {
  const groups: Word[][] = []
  for (const word of words) {
    const last = groups.at(-1)
    const isOption = typeof word === 'string' && word.startsWith('--')
    const goesOn = last !== undefined && BEFORE_ANOTHER.includes(String(last.findLast(isName)))
    if (last && (!isOption || goesOn)) last.push(word)
    else groups.push([word])
  }
  return groups
}

function isName(word: Word): boolean {
  return typeof word === 'string' && word.startsWith('--')
}

/** The smallest count, from 1 to `all`, that does not pass; `all` is known not to. */
async function firstFailing(all: number, passes: (count: number) => Promise<boolean>): Promise<number> {
  let good = 0
  let bad = all
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (await passes(middle)) good = middle
    else bad = middle
  }
  return bad
}

function option(group: readonly Word[]): Reach {
  return {
    kind: 'option',
    option: group.map((word) => (typeof word === 'string' ? word : 'FD')).join(' '),
  }
}

class TooMuch extends Error {}

class Trials {
  readonly #line: Launch
  readonly #try: Try
  readonly #end = Bun.nanoseconds() + ALL_MS * 1e6
  #starts = 0

  constructor(line: Launch, tryIt: Try) {
    this.#line = line
    this.#try = tryIt
  }

  /** Whether bwrap sets up a box of these words; that its command does not start there is another matter. */
  async isSetUp(words: readonly Word[]): Promise<boolean> {
    if (this.#starts++ >= MOST_STARTS || Bun.nanoseconds() > this.#end) throw new TooMuch()
    const outcome = await this.#try({ ...this.#line, words, mounts: [] }, ONE_MS)
    if (outcome.kind === 'setup-failed') return ownWords(outcome.text).startsWith('execvp ')
    return outcome.kind === 'ran' || outcome.kind === 'exec-failed'
  }
}
