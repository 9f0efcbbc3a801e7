/**
 * Measures `jail run -- true` against what it is made of and against a script by hand: medians of interleaved runs.
 * Usage: bun run bench [RUNS]   (default 60; at least 50 for figures that are published)
 */
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { definedEnv } from '../src/commands/environment.ts'
import { hostOf, prepare } from '../src/commands/prepare.ts'
import type { Launch } from '../src/plan/encode.ts'
import type { Content } from '../src/plan/op.ts'
import { Files } from '../src/sys/files.ts'
import { Libc } from '../src/sys/libc.ts'
import { Timing } from '../src/ui/timing.ts'
import { printDoctor } from './bench-doctor.ts'
import { bwrapByHand } from './by-hand.ts'

/** Bun's helper threads end when they had nothing to do for 10 and 20 s. */
const SETTLED_MS = 22_000

const root = new URL('..', import.meta.url).pathname
const jail = join(root, 'dist/jail')
const runs = Number(process.argv[2] ?? 60)
if (!Number.isInteger(runs) || runs < 1 || runs > 10_000) {
  console.error(`bench: RUNS is ${JSON.stringify(process.argv[2])}; write a number from 1 to 10000`)
  process.exit(2)
}
const work = mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'jail-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

type Contender = { readonly name: string; readonly run: () => number; readonly times: number[] }

process.chdir(work)
const { line } = await prepare(
  { profile: undefined, word: 'true', args: [], options: {} },
  await hostOf(new Files(new Libc()), new Timing(false)),
)
const contenders: Contender[] = [
  contender('jail run -- true', () => timed([jail, 'run', '--', 'true'])),
  contender('the same, decided anew', decidedAnew()),
  contender('(a) bash script with 30 binds', handScript()),
  contender("(b) bwrap with the plan's argv", () => timedLine(line)),
  contender('(c) empty compiled Bun binary', emptyBinary()),
]
for (const { run } of contenders) for (let i = 0; i < 5; i++) run()
for (let i = 0; i < runs; i++) for (const { run, times } of contenders) times.push(run())
print()
printVerify()
printDoctor({ jail, runs, bare: median(contenders[3]?.times ?? []) }, (argv) => timed(argv))
printReview()
await printSupervisor()

/** Another environment each time, so that no start is like the one before. */
function decidedAnew(): () => number {
  let count = 0
  return () =>
    timed([jail, 'run', '--', 'true'], [], { ...definedEnv(process.env), JAIL_BENCH: `${count++}` })
}

function contender(name: string, run: () => number): Contender {
  return { name, run, times: [] }
}

/** Milliseconds of one run; a run that fails makes the whole table worthless, so it stops. */
function timed(
  argv: string[],
  fds: number[] = [],
  env: Record<string, string> | undefined = undefined,
): number {
  const before = Bun.nanoseconds()
  const { exitCode, stderr } = Bun.spawnSync(argv, {
    stdio: ['ignore', 'ignore', 'pipe', ...fds],
    ...(env ? { env } : {}),
  })
  const took = (Bun.nanoseconds() - before) / 1e6
  if (exitCode !== 0) throw new Error(`${argv[0]} ended with ${exitCode}: ${stderr}`)
  return took
}

/** bwrap alone, with data on descriptors as jail hands it over; opening them is not measured. */
function timedLine({ file, words, argv, env }: Launch): number {
  const fds: number[] = []
  const number = (content: Content): string => {
    fds.push(openSync(contentFile(content, fds.length), 'r'))
    return String(fds.length + 2)
  }
  const line = words.map((word) => (typeof word === 'string' ? word : number(word)))
  const took = timed([file, ...line, '--', ...argv], fds, Object.fromEntries(env))
  for (const fd of fds) closeSync(fd)
  return took
}

function contentFile(content: Content, index: number): string {
  if (content.kind === 'file') return content.path
  const path = join(work, `data-${index}`)
  writeFileSync(path, content.kind === 'text' ? content.text : content.bytes)
  return path
}

function handScript(): () => number {
  const path = join(work, 'by-hand.sh')
  const text = bwrapByHand()
  writeFileSync(path, text, { mode: 0o755 })
  return () => timed([path, 'true'])
}

function emptyBinary(): () => number {
  const source = join(work, 'empty.ts')
  const outfile = join(work, 'empty')
  writeFileSync(source, 'export {}\n')
  const flags = [
    '--compile',
    '--minify',
    '--bytecode',
    '--no-compile-autoload-bunfig',
    '--no-compile-autoload-dotenv',
  ]
  const { exitCode, stderr } = Bun.spawnSync([
    process.execPath,
    'build',
    source,
    ...flags,
    '--outfile',
    outfile,
  ])
  if (exitCode !== 0) throw new Error(`the empty binary was not built: ${stderr}`)
  return () => timed([outfile])
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function print(): void {
  const medians = contenders.map(({ times }) => median(times))
  const [own = 0, anew = 1, script = 1, bwrap = 1, bun = 1] = medians
  console.log(`medians of ${runs} interleaved runs`)
  for (const [index, { name, times }] of contenders.entries()) {
    const value = medians[index] ?? 0
    const row = [value, Math.min(...times), own / value].map((number) => number.toFixed(2).padStart(8))
    console.log(`${name.padEnd(32)} ${row[0]} ms   best ${row[1]} ms   jail is ${row[2]} times it`)
  }
  const ratio = (time: number): string => (time / (bwrap + bun)).toFixed(2)
  console.log(`\njail / ((b) + (c)) = ${ratio(own)}   (target: at most 1.10); decided anew ${ratio(anew)}`)
  console.log(
    `jail / (a)         = ${(own / script).toFixed(2)}   (Bun itself is ${(bun / script).toFixed(2)} of it)`,
  )
}

/** The whole of `jail verify`, and what `--verify` adds to a start. */
function printVerify(): void {
  const few = Math.min(runs, 20)
  const whole: number[] = []
  const plain: number[] = []
  const checked: number[] = []
  for (let i = 0; i < few; i++) {
    if (i < 5) whole.push(timed([jail, 'verify', '--offline']))
    plain.push(timed([jail, 'run', '--', 'true']))
    checked.push(timed([jail, 'run', '--verify', '--', 'true']))
  }
  console.log(
    `\njail verify: ${(median(whole) / 1000).toFixed(2)} s (target: under 3); ` +
      `--verify adds ${(median(checked) - median(plain)).toFixed(0)} ms to a start (target: under 150)`,
  )
}

/** What the review adds before and after the command in a project of 10,000 files in 1,000 folders. */
function printReview(): void {
  const project = join(work, 'many')
  for (let folder = 0; folder < 1000; folder++) {
    const path = join(project, `part-${folder % 30}`, `folder-${folder}`)
    mkdirSync(path, { recursive: true })
    for (let file = 0; file < 10; file++) writeFileSync(join(path, `file-${file}.ts`), '')
  }
  const times = { review: [] as number[], 'review at the end': [] as number[] }
  for (let i = 0; i < runs; i++) {
    const { stderr } = Bun.spawnSync([jail, 'run', '--', 'true'], {
      cwd: project,
      env: { ...process.env, JAIL_TIMING: '1' },
    })
    for (const [name, list] of Object.entries(times))
      list.push(Number(new RegExp(`^jail: ${name} +(\\d+) µs$`, 'm').exec(stderr.toString())?.[1]) / 1000)
  }
  const row = (list: readonly number[]): string =>
    `${median(list).toFixed(1)} ms (best ${Math.min(...list).toFixed(1)})`
  console.log(
    `\nreview of 10,000 files: ${row(times.review)} at the start, ${row(times['review at the end'])} at the end ` +
      '(target: at most 30 each)',
  )
}

/** Memory and wake-ups of jail while its command sleeps, once Bun's own threads have ended. */
async function printSupervisor(): Promise<void> {
  const child = Bun.spawn([jail, 'run', '--', 'sleep', '40'], { stdio: ['ignore', 'ignore', 'inherit'] })
  await Bun.sleep(1500)
  const early = residentMiB(child.pid)
  await Bun.sleep(SETTLED_MS)
  const woken = await wakeUps(child.pid)
  const late = residentMiB(child.pid)
  child.kill('SIGTERM')
  await child.exited
  console.log(
    `\nsupervisor: ${early.toFixed(1)} MiB resident after 1.5 s, ${late.toFixed(1)} after 32 s (target: under 30); ` +
      `${woken} wake-ups from second 22 to 32 (target: 0)`,
  )
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Rss:\s+(\d+)/m.exec(status)?.[1]) / 1024
}

/** Context switches of all threads of a process within 10 s; a thread that has ended has woken up at least once. */
async function wakeUps(pid: number): Promise<number> {
  const before = switches(pid)
  await Bun.sleep(10_000)
  const after = switches(pid)
  let woken = 0
  for (const [thread, count] of before) woken += Math.max(0, (after.get(thread) ?? count + 1) - count)
  return woken
}

/** Context switches so far, by thread. */
function switches(pid: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
    const counts = [...status.matchAll(/ctxt_switches:\s+(\d+)/g)].map(([, count]) => Number(count))
    found.set(
      thread,
      counts.reduce((sum, count) => sum + count, 0),
    )
  }
  return found
}
