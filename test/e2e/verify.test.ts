import { afterAll, describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import { SHARED_FOLDERS } from '../../src/verify/shared-place.ts'
import { Box, IS_ROOT, JAIL, LONG, until } from './support/box.ts'
import { Terminal } from './support/terminal.ts'

const box = new Box()
afterAll(() => box.remove())

type Found = { id: string; area: string; verdict: string; reason: string }
type Json = { schema: number; profile?: string; with?: string; network: string; probes: Found[] }

/** A few of each area: enough to see that a verdict comes from what is inside. */
const FEW = ['home-ssh-key', 'home-real-canary', 'persist-git-hook', 'works-write-project'].flatMap((id) => [
  '--only',
  id,
])

const canaries = (): string[] => readdirSync(box.home).filter((name) => name.startsWith('.jail-canary-'))
const fields = (): string[] => {
  const folder = join(box.home, '.local/state/jail/verify')
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Files that attacks of this run have made where all programs share a folder. */
const inShared = (pid: number): string[] =>
  SHARED_FOLDERS.flatMap((folder) => readdirSync(folder)).filter((name) =>
    name.startsWith(`jail-canary-${pid}-`),
  )

/** The `jail run` of probes that run in this home. */
const boxes = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandOf(pid))
    .filter((words) => words.includes(box.home) && words.includes('\0run\0'))

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It ended meanwhile.
    return ''
  }
}

function json(words: readonly string[]): Json & { readonly code: number | null } {
  const done = box.jail(['verify', '--json', ...words])
  if (done.out === '') throw new Error(done.err)
  return { ...(JSON.parse(done.out) as Json), code: done.code }
}

const verdicts = (probes: readonly Found[]): string[] =>
  [...new Set(probes.map(({ verdict }) => verdict))].sort()

describe('jail verify', () => {
  test(
    'tries every probe, and all hold',
    () => {
      const { schema, profile, network, probes, code } = json(['--offline'])
      expect([schema, profile, network]).toEqual([1, 'base', 'open'])
      expect(probes.map(({ id }) => id)).toEqual(PROBES.map(({ id }) => id))
      const open = probes.filter(({ verdict }) => !['blocked', 'works', 'unclaimed'].includes(verdict))
      expect(open.filter(({ reason }) => reason !== 'offline')).toEqual([])
      expect(code).toBe(0)
    },
    LONG,
  )

  test('leaves nothing behind but its empty folder', () => {
    expect([canaries(), fields()]).toEqual([[], []])
    expect(readdirSync(box.project)).toEqual([])
    expect(readdirSync(join(box.top, 'tmp'))).toEqual([])
  })

  test('says what it found as a table, with the count last', () => {
    const { out, err, code } = box.jail(['verify', ...FEW])
    expect(out).toStartWith('profile base, network open\n')
    expect(out).toEndWith('\n3 blocked, 1 works\n')
    // Progress is for terminals.
    expect([err, code]).toEqual(['', 0])
  })

  test('takes an area with --only, and a network with --network', () => {
    const { network, probes } = json(['--only', 'net', '--network', 'none'])
    expect(network).toBe('none')
    expect(probes.length).toBeGreaterThan(0)
    expect([...new Set(probes.map(({ area }) => area))]).toEqual(['net'])
    expect(probes.find(({ id }) => id === 'net-host-loopback')?.verdict).toBe('blocked')
  })

  test('lists all with --list and tries nothing', () => {
    const { out, code } = box.jail(['verify', '--list'])
    expect(out.trimEnd().split('\n')).toHaveLength(PROBES.length)
    expect([out.includes('A private key in ~/.ssh cannot be read.'), code]).toEqual([true, 0])
  })

  test('lists those of --only as JSON with --json', () => {
    const { out, code } = box.jail(['verify', '--list', '--json', '--only', 'home-ssh-key'])
    const [found, ...more] = JSON.parse(out) as { id: string; area: string; claim: string }[]
    expect([found, more, code]).toEqual([
      { id: 'home-ssh-key', area: 'home', claim: 'A private key in ~/.ssh cannot be read.' },
      [],
      0,
    ])
  })

  test('works in the home folder itself, where no agent is started', () => {
    const { code, out, err } = box.jail(['verify', '--only', 'home-real-canary'], { cwd: box.home })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('1 blocked')
    expect(readdirSync(join(box.top, 'tmp'))).toEqual([])
  })

  test('writes a report for CI with --junit', () => {
    const file = join(box.top, 'report.xml')
    expect(box.jail(['verify', ...FEW, '--junit', file]).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('<testsuites tests="4" failures="0" errors="0" skipped="0">')
  })

  test('says what it found even when the report cannot be written', () => {
    const { out, err, code } = box.jail(['verify', ...FEW, '--junit', '/no/such/x.xml'])
    expect(out).toContain('3 blocked, 1 works')
    expect(err).toMatch(/^jail: The report cannot be written: .*ENOENT/)
    expect(code).toBe(2)
  })

  test.each([
    [['--only', 'hmoe'], 125, /^jail: There is no probe and no area "hmoe"\.\n {6}Did you mean home\?/],
    [['claude', 'codex'], 125, /^jail: jail verify takes one profile, but got "codex" too\./],
    [['--with', 'env', 'claude'], 125, /^jail: With --with there is no profile, but got "claude"\./],
    [['--with', 'a; b'], 2, /^jail: --with "a; b" cannot be used: no shell is there for ;\./],
    [
      ['--with', 'false'],
      2,
      /^jail: false started no box: it ended with code 1 and said nothing\.\n +It must show the folder .*\n$/,
    ],
    [
      ['--with', 'true'],
      2,
      /^jail: true started no box: it ended with code 0 and said nothing\.\n +It must show the folder .*\n$/,
    ],
    [['--with', '/no/such'], 2, /^jail: \/no\/such cannot be started: there is no such program\.\n$/],
    [
      ['--with', 'no-such-sandbox'],
      2,
      /^jail: no-such-sandbox cannot be started: there is no such program\.\n$/,
    ],
    [['--with', '/etc/passwd'], 2, /^jail: \/etc\/passwd cannot be started: EACCES\.\n$/],
    [['nobody'], 2, /^jail: .*nobody/],
  ])('%j is refused in one sentence', (words, code, says) => {
    const done = box.jail(['verify', ...words])
    expect(done.err).toMatch(says)
    expect(done.err).not.toContain('bug of jail')
    expect([done.out, done.code]).toEqual(['', code])
    expect([canaries(), fields()]).toEqual([[], []])
  })
})

describe('where its state cannot be written', () => {
  const env = { XDG_STATE_HOME: join(box.plant('a-file', ''), 'state') }
  const says =
    /^jail: The attacks need a place of their own, but .*a-file\/state\/jail\/verify cannot be written: ENOTDIR/

  test('nothing is known, in one sentence', () => {
    const done = box.jail(['verify', '--only', 'home-ssh-key'], { env })
    expect(done.err).toMatch(says)
    expect([done.out, done.code]).toEqual(['', 2])
  })

  test('run --verify starts nothing', () => {
    const done = box.run('echo started', ['--verify'], { env })
    expect(done.err).toMatch(says)
    expect([done.out, done.code]).toEqual(['', 125])
  })

  test("but a field that sudo left there, which only root can remove, is in nobody's way", () => {
    const folder = dirname(box.plant('.local/state/jail/verify/999999999-x/locked/file', ''))
    chmodSync(folder, 0o500)
    const done = box.jail(['verify', '--only', 'home-ssh-key'])
    expect([fields(), done.code]).toEqual([IS_ROOT ? [] : ['999999999-x'], 0])
    if (!IS_ROOT) chmodSync(folder, 0o700)
    rmSync(dirname(folder), { recursive: true, force: true })
  })
})

describe('in a terminal', () => {
  test(
    'progress is one line that goes away',
    async () => {
      const terminal = new Terminal(box, [JAIL, 'verify', '--offline'], { TERM: 'screen' })
      try {
        await terminal.shows(/outside, as controls, and from inside: \d+ of \d+/)
        const text = await terminal.shows(/\d+ blocked, \d+ works/)
        expect(text).not.toContain('as controls,')
      } finally {
        terminal.remove()
      }
    },
    LONG,
  )
})

describe('an escape', () => {
  test(
    'is what every attack is in a sandbox that is none',
    () => {
      const found = json(['--with', 'env', ...FEW])
      expect([found.with, found.network, found.code]).toEqual(['env', 'none', 1])
      expect(verdicts(found.probes)).toEqual(['escaped', 'works'])
    },
    LONG,
  )

  test('is found where the settings of the person open a place', () => {
    const file = box.plant('.config/jail/config.yaml', 'read: [~/.ssh]\nnetwork: none\n')
    box.plant('.ssh/config', '')
    const { out, code } = box.jail(['verify', ...FEW])
    const started = box.jail(['run', '--verify', '--', 'echo', 'started'])
    rmSync(file)
    expect(out).toStartWith('profile base, network none\n')
    expect(out).toMatch(
      /ESCAPED {2}home-ssh-key\n.*\n.*evidence: .*read the mark.*\n.*\n.*jail explain ~\/\.ssh/,
    )
    expect(code).toBe(1)
    expect(started.err).toMatch(/^jail: Nothing was started: the attacks .*home-ssh-key worked inside/)
    expect([started.out, started.code]).toEqual(['', 125])
  })

  test('is not what a wrong file of settings is', () => {
    const file = box.plant('.config/jail/config.yaml', 'networ: none\n')
    const { out, err, code } = box.jail(['verify', ...FEW])
    rmSync(file)
    expect(err).toMatch(/config\.yaml:1:1: there is no word "networ"/)
    expect([out, code]).toEqual(['', 2])
  })
})

describe('jail run --verify', () => {
  test('leaves nothing when a signal comes while it tries', async () => {
    const child = box.start([JAIL, 'run', '--verify', '--', 'sleep', '60'])
    await until('a field', () => (fields().length > 0 ? true : undefined))
    child.kill('SIGTERM')
    await child.exited
    expect([child.signalCode, fields(), boxes()]).toEqual(['SIGTERM', [], []])
  })

  test('starts the command when all hold, and hands its code on', () => {
    const done = box.run('echo started; exit 7', ['--verify'])
    expect([done.out, done.err, done.code]).toEqual(['started\n', '', 7])
    expect([canaries(), fields()]).toEqual([[], []])
  })
})

describe('another sandbox', () => {
  test('may show only the project: the probes come from a copy there', () => {
    const script = join(box.top, 'only-project')
    const hidden = dirname(JAIL)
    writeFileSync(
      script,
      `#!/bin/sh\nexec bwrap --bind / / --dev /dev --proc /proc --tmpfs ${hidden} --die-with-parent -- "$@"\n`,
    )
    chmodSync(script, 0o755)
    const found = json(['--with', script, '--only', 'home-ssh-key', '--only', 'works-write-project'])
    expect(found.probes.map(({ verdict }) => verdict)).toEqual(['escaped', 'works'])
  })
})

describe('what is cut off', () => {
  const started = (): ReturnType<Box['start']> => box.start([JAIL, 'verify'])
  /** No process has such a number (proc_sys(5), pid_max). */
  const GONE = 999_999_999

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)(
    'by %s is cleaned up at once, and no box runs on that could make its folders again',
    async (signal) => {
      const child = started()
      await until('a canary', () => (canaries().length > 0 ? true : undefined))
      child.kill(signal)
      await child.exited
      expect(child.signalCode).toBe(signal)
      expect([canaries(), fields(), inShared(child.pid), boxes()]).toEqual([[], [], [], []])
    },
    LONG,
  )

  test(
    'by kill -9 is cleaned up by the next run, which touches nothing of anybody else',
    async () => {
      const child = started()
      await until('a canary', () => (canaries().length > 0 ? true : undefined))
      child.kill('SIGKILL')
      await child.exited
      expect(canaries()).toHaveLength(1)
      box.plant('.jail-canary-1-x', 'jail-canary-of-one-that-runs')
      box.plant('.jail-canary-999999999-x', 'not of jail')
      box.plant('.jail-canary-notes', 'jail-canary-')
      box.plant(`.jail-canary-${GONE}-killed-before-it-was-written`, '')
      const left = SHARED_FOLDERS.map((folder) => join(folder, `jail-canary-${GONE}-killed-${process.pid}`))
      const foreign = join('/tmp', `jail-canary-${GONE}-${child.pid}`)
      for (const file of left) writeFileSync(file, 'jail-canary-')
      writeFileSync(foreign, 'not of jail')
      expect(box.jail(['verify', ...FEW]).code).toBe(0)
      expect(canaries().sort()).toEqual([
        '.jail-canary-1-x',
        '.jail-canary-999999999-x',
        '.jail-canary-notes',
      ])
      const kept = [...left, foreign].filter((file) => existsSync(file))
      for (const file of kept) rmSync(file)
      expect(kept).toEqual([foreign])
      expect(fields()).toEqual([])
    },
    LONG,
  )
})

test('an empty folder that a kill -9 left is removed by the next run, and no other', () => {
  const top = box.env['TMPDIR'] ?? ''
  const names = [
    'jail-verify-999999999-empty',
    'jail-verify-999999999-full',
    'jail-verify-1-runs',
    'jail-verify-x',
  ]
  for (const name of names) mkdirSync(join(top, name))
  writeFileSync(join(top, 'jail-verify-999999999-full/file'), '')
  expect(box.jail(['verify', '--only', 'env-bun']).code).toBe(0)
  const kept = names.filter((name) => existsSync(join(top, name)))
  for (const name of kept) rmSync(join(top, name), { recursive: true })
  expect(kept).toEqual(names.slice(1))
})

test('git outside is led to no repository by the environment', () => {
  const own = join(box.home, 'own')
  expect(box.command(['git', 'init', '-q', own]).code).toBe(0)
  const before = box.outside(`find ${own} | sort`).out
  const env = { GIT_DIR: join(own, '.git'), GIT_WORK_TREE: own, GIT_INDEX_FILE: join(own, '.git/index') }
  expect(box.jail(['verify', '--only', 'works-git-commit', '--only', 'works-git-status'], { env }).code).toBe(
    0,
  )
  expect(box.outside(`find ${own} | sort`).out).toBe(before)
})
