/**
 * Runs every property with more and more cases and new seeds until the time is over. On a failure it prints the seed and
 * the smallest case, and exits 1.
 * Usage: bun run fuzz [--minutes N] [--only NAME] [--seed S]   (default: 5 minutes, all, a seed by the clock)
 */
import fc from 'fast-check'
import { ALL } from '../test/fuzz/all.ts'
import type { Fuzz } from '../test/fuzz/property.ts'
import { CHANGES } from '../test/plan/model/changes.ts'
import { HOSTILE } from '../test/plan/model/hostile.ts'
import { PROMISES } from '../test/plan/model/promises.ts'
import { overMachines } from '../test/plan/model/runs.ts'

/** Cases of a property of share 1 in the first round; each round has twice as many. */
const FIRST = 4000
/** Of one round: a seed makes the same cases again, so a new one is worth more than a longer run. */
const MOST = 256_000
const USAGE = 'usage: bun run fuzz [--minutes N] [--only NAME] [--seed S]'

const plan: readonly Fuzz[] = [...PROMISES, ...CHANGES, ...HOSTILE].map(
  ([claim, share, property], index) => ({
    name: `plan-${index + 1}`,
    claim,
    share,
    property: overMachines(property),
  }),
)
const every = [...ALL, ...plan]
const { minutes, chosen, seed } = readArguments(process.argv.slice(2))
const end = Date.now() + minutes * 60_000
const started = Date.now()
const done = new Map<Fuzz, number>(chosen.map((one) => [one, 0]))

for (let round = 0; Date.now() < end; round++)
  for (const one of chosen) {
    const left = end - Date.now()
    if (left <= 0) break
    runOne(one, { round, left })
  }
const cases = [...done.values()].reduce((sum, count) => sum + count, 0)
console.log(`\n${cases} cases of ${chosen.length} properties in ${seconds()} s, none failed. Seed ${seed}.`)
for (const [{ name }, count] of done) console.log(`  ${name.padEnd(20)} ${String(count).padStart(9)}`)

function runOne(one: Fuzz, { round, left }: { readonly round: number; readonly left: number }): void {
  const numRuns = Math.ceil(Math.min(MOST, FIRST * 2 ** round) * one.share)
  // Each property and each round has numbers of its own, so that one of them can be run alone with the same cases.
  const ownSeed = (seed + round * 7919 + every.indexOf(one) * 104_729) | 0
  const details = fc.check(one.property, {
    numRuns,
    seed: ownSeed,
    interruptAfterTimeLimit: left,
    markInterruptAsFailure: false,
    includeErrorInReport: true,
  })
  done.set(one, (done.get(one) ?? 0) + details.numRuns)
  if (!details.failed) return
  console.error(`\n${one.name}: ${one.claim}\n\n${fc.defaultReportMessage(details) ?? ''}`)
  console.error(`\nfailed after ${seconds()} s. Again: bun run fuzz --only ${one.name} --seed ${seed}`)
  process.exit(1)
}

function seconds(): string {
  return ((Date.now() - started) / 1000).toFixed(0)
}

function readArguments(words: readonly string[]): { minutes: number; chosen: readonly Fuzz[]; seed: number } {
  const given = new Map<string, string>()
  for (let at = 0; at < words.length; at += 2) {
    const [word = '', value] = words.slice(at, at + 2)
    if (!['--minutes', '--only', '--seed'].includes(word) || value === undefined || given.has(word))
      refuse(`${JSON.stringify(word)} is no option, stands twice, or has no value.`)
    given.set(word, value ?? '')
  }
  const minutes = Number(given.get('--minutes') ?? 5)
  if (!(minutes > 0 && minutes <= 24 * 60)) refuse('--minutes takes a number above 0, and at most 1440.')
  const seed = Number(given.get('--seed') ?? Date.now() % 2 ** 31)
  if (!Number.isInteger(seed)) refuse('--seed takes a whole number.')
  const only = given.get('--only')
  const chosen = only === undefined ? every : every.filter(({ name }) => name === only)
  if (chosen.length === 0) refuse(`--only takes one of: ${every.map(({ name }) => name).join(', ')}.`)
  return { minutes, chosen, seed }
}

function refuse(sentence: string): never {
  console.error(`fuzz: ${sentence}\n${USAGE}`)
  process.exit(2)
}
