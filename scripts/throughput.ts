/**
 * What work costs inside a box against outside of it, once the box is there: long-lived workers do the same in turn:
 * outside, inside, and outside with a filter that allows everything, which is what any seccomp filter costs.
 * Usage: bun run throughput [ROUNDS] [--only NAME]   (default 15 rounds; needs dist/jail, git, gcc and dd)
 */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** What inside may cost more. */
const TARGET = 0.97
const FILES_IN_A_FOLDER = 50
const FOLDERS = 1000
const FUNCTIONS = 1500

const NAMES = {
  'git-status': 'git status, 50,000 files',
  gcc: 'gcc -O1, one large file',
  tsc: 'tsc of this project',
  'dd-write': 'dd: write 256 MiB',
  'dd-read': 'dd: read 256 MiB (cached)',
  'dd-bytes': 'dd bs=1: a million calls',
  'fork-exec': 'bash: 500 times /bin/true',
  getppid: 'getppid, a million',
  stat: 'statx, 250,000',
  ioctl: 'ioctl, a million (the filter looks at it)',
} as const
type Name = keyof typeof NAMES

const root = new URL('..', import.meta.url).pathname.replace(/\/$/, '')
const { rounds, names } = readArguments(process.argv.slice(2))
const base = process.env['XDG_CACHE_HOME'] ?? tmpdir()
const work = mkdtempSync(join(base, 'jail-throughput-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

const worker = join(work, 'throughput-work.ts')
const bun = process.execPath
const modules = realpathSync(join(root, 'node_modules'))
prepareWork()
const shown = [dirname(bun), modules].flatMap((path) => ['--read', path])
const jail = [join(root, 'dist/jail'), 'run', '--quiet', ...shown, '--']
const SIDES = ['outside', 'inside', 'filtered'] as const
type Side = (typeof SIDES)[number]
const workers: Readonly<Record<Side, Worker>> = {
  outside: start([bun, worker]),
  inside: start([...jail, bun, worker]),
  filtered: start([bun, worker, '--filtered']),
}
const times = new Map<Name, Record<Side, Took[]>>()
for (const name of names) times.set(name, { outside: [], inside: [], filtered: [] })
for (let round = -1; round < rounds; round++)
  for (const [name, each] of times) {
    // Which is first changes, since the others find caches warmer.
    const turn = (round + 1) % SIDES.length
    for (const side of [...SIDES.slice(turn), ...SIDES.slice(0, turn)]) {
      const took = await workers[side].ask(name)
      if (round >= 0) each[side].push(took)
    }
  }
for (const { end } of Object.values(workers)) await end()
print()

function readArguments(words: readonly string[]): { rounds: number; names: Name[] } {
  const only = words.indexOf('--only')
  const name = only < 0 ? undefined : words[only + 1]
  const number = Number(words.find((_, at) => only < 0 || (at !== only && at !== only + 1)) ?? 15)
  const all = Object.keys(NAMES) as Name[]
  const chosen = only < 0 ? all : all.filter((one) => one === name)
  if (chosen.length > 0 && Number.isInteger(number) && number >= 1 && number <= 1000)
    return { rounds: number, names: chosen }
  console.error(`throughput: usage: bun run throughput [1 to 1000] [--only ${all.join('|')}]`)
  process.exit(2)
}

/** A project with all that the works need; what is not asked for is not made. */
function prepareWork(): void {
  cpSync(join(root, 'scripts/throughput-work.ts'), worker)
  const needs = (...any: Name[]): boolean => any.some((one) => names.includes(one))
  if (needs('git-status', 'stat'))
    for (let folder = 0; folder < FOLDERS; folder++) {
      const path = join(work, 'tree', `${folder}`)
      mkdirSync(path, { recursive: true })
      for (let file = 0; file < FILES_IN_A_FOLDER; file++) writeFileSync(join(path, `${file}`), `${file}`)
    }
  if (needs('git-status')) {
    const git = (...words: string[]): void =>
      must(['git', '-C', 'tree', '-c', 'user.name=x', '-c', 'user.email=x@localhost', ...words])
    git('init', '-q')
    git('add', '-A')
    git('commit', '-qm', 'all')
  }
  if (needs('gcc')) writeFileSync(join(work, 'big.c'), sourceOfC())
  if (needs('tsc')) {
    mkdirSync(join(work, 'sources'))
    for (const part of ['src', 'probes', 'profiles', 'tsconfig.json', 'package.json'])
      cpSync(join(root, part), join(work, 'sources', part), { recursive: true })
    symlinkSync(modules, join(work, 'node_modules'))
  }
  if (needs('dd-read')) must([bun, worker, '--prepare'])
}

function must(argv: readonly string[]): void {
  const { exitCode, stderr } = Bun.spawnSync([...argv], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] })
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}: ${stderr}`)
}

function sourceOfC(): string {
  const one = (n: number): string =>
    `int f${n}(int a, int b) { int s = 0; for (int i = 0; i < a; i++) s += (i * b) ^ (s >> ${n % 7}); return s + ${n}; }`
  return Array.from({ length: FUNCTIONS }, (_, n) => one(n)).join('\n')
}

/** Milliseconds by the clock, and of the processor, which other work on the machine disturbs less. */
type Took = { readonly clock: number; readonly processor: number }
type Worker = { readonly ask: (name: Name) => Promise<Took>; readonly end: () => Promise<void> }

function start(argv: readonly string[]): Worker {
  const child = Bun.spawn([...argv], { cwd: work, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  return {
    ask: async (name) => {
      child.stdin.write(`${name}\n`)
      child.stdin.flush()
      const { value, done } = await lines.read()
      const [, clock, processor] = /^(\d+) (\d+)\n$/.exec(value ?? '') ?? []
      if (done || clock === undefined) throw new Error(`${argv[0]} did not answer to ${name}: ${value}`)
      return { clock: Number(clock) / 1e6, processor: Number(processor) / 1e6 }
    },
    end: async () => {
      child.stdin.end()
      await child.exited
    },
  }
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}

function print(): void {
  console.log(
    `Linux ${release()}, ${rounds} rounds in turn. ms by the clock; a ratio is outside / inside (target: ${TARGET}),\n` +
      'CPU the same by the time of the processor, filter outside / outside with a filter that allows everything.\n',
  )
  const head = ['outside', 'best', 'inside', 'best', 'ratio', 'of best', 'CPU', 'filter']
  console.log(`${''.padEnd(42)}${head.map((cell) => cell.padStart(9)).join('')}`)
  for (const [name, each] of times) {
    const clock = (side: Side): number[] => each[side].map((took) => took.clock)
    const cpu = (side: Side): number => median(each[side].map((took) => took.processor))
    const best = (side: Side): number => Math.min(...clock(side))
    const [out, own] = [median(clock('outside')), median(clock('inside'))]
    const row = [out, best('outside'), own, best('inside')].map((value) => value.toFixed(1))
    const ratios = [
      out / own,
      best('outside') / best('inside'),
      cpu('outside') / cpu('inside'),
      cpu('outside') / cpu('filtered'),
    ]
    const cells = [...row, ...ratios.map((value) => value.toFixed(3))]
    console.log(`${NAMES[name].padEnd(42)}${cells.map((cell) => cell.padStart(9)).join('')}`)
  }
}
