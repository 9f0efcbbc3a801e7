import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bwrap } from '../../src/host/facts.ts'
import { optionsIn } from '../../src/host/gather/bwrap.ts'
import { encode } from '../../src/plan/encode.ts'
import type { Content, Op } from '../../src/plan/op.ts'
import { type Decided, decideOn } from '../hosts/decide.ts'
import { resolveIn } from '../hosts/listing.ts'
import { everybody, MACHINES, type Machine, readMachine } from '../hosts/machine.ts'

/** The plans of recorded machines, set up by real bwraps on copies of those machines and looked at from inside. */

const FOLDER = join(import.meta.dir, '../../.tools/bwrap')
const FETCHED = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /^\d/.test(name)) : []

/** A filter that allows all: the real one has its own tests. Source: linux/filter.h, SECCOMP_RET_ALLOW. */
const ALLOW_ALL = new Uint8Array([6, 0, 0, 0, 0, 0, 255, 127])

/** A shell with its loader and its C library: a recorded machine has only empty files for programs. */
const TOOLS = '/run/test-tools'

let top = ''
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-machines-')))
  for (const name of MACHINES) plant(`${top}/${name}`, readMachine(name))
})
afterAll(() => rmSync(top, { recursive: true }))

test('there is more than one version to try', () => {
  const missing = `${FOLDER} holds ${FETCHED.length}: run scripts/fetch-bwraps`
  expect(FETCHED.length > 1 ? 'enough' : missing).toBe('enough')
})

describe.each(FETCHED)('bubblewrap %s sets up', (version) => {
  const file = join(FOLDER, version, 'bwrap')
  const { stdout, stderr } = Bun.spawnSync([file, '--help'], { env: {} })
  const bwrap: Bwrap = { path: file, setuid: false, version, options: optionsIn(`${stdout}${stderr}`) }

  test.each(everybody())('the plan of %s for %s, with all that is needed and no secret', (name, person) => {
    const machine = readMachine(name)
    const decided = decideOn({ machine, person, profile: 'claude', bwrap })
    expect(lookInside(decided, machine, { bwrap, root: `${top}/${name}` })).toEqual({ code: 0, lines: [] })
  })

  test.each([
    ['a secret that is shown', { read: ['/var/home'] }, 'shown /var/home/mallory/notes.txt'],
    ['a need that is hidden', { hide: ['/usr/local'] }, 'lost /usr/local/bin/just'],
  ])('a plan in which %s is told', (_, flags, line) => {
    const machine = readMachine('fedora')
    const decided = decideOn({ machine, person: 'eva', profile: 'claude', bwrap, flags })
    expect(lookInside(decided, machine, { bwrap, root: `${top}/fedora` }).lines).toContain(line)
  })
})

/** Makes the folders, links and files of a machine below `root`; each file holds its own path. */
function plant(root: string, { entries }: Machine): void {
  for (const path of Object.keys(entries).sort()) {
    const row = entries[path] ?? ''
    if (row.startsWith('folder ')) mkdirSync(root + (path === '/' ? '' : path))
    else if (row.startsWith('link ')) symlinkSync(row.slice('link '.length), root + path)
    else writeFileSync(root + path, `${path}\n`)
  }
}

type Ground = { readonly bwrap: Bwrap; readonly root: string }

/** What bwrap says, and what a shell inside finds lost or shown. */
function lookInside({ plan }: Decided, machine: Machine, { bwrap, root }: Ground) {
  const real = (path: string): string => {
    const fact = resolveIn(machine.entries, path)
    return root + ('real' in fact ? fact.real : path)
  }
  for (const folder of plan.create) mkdirSync(real(folder.path), { recursive: true })
  const at = plan.ops.findIndex((op) => op.kind === 'proc')
  // The kernel is that of here: what it does not have in /proc cannot be covered.
  const own = plan.ops.slice(at).filter(({ path }) => !path.startsWith('/proc/') || existsSync(path))
  const ops = [...plan.ops.slice(0, at).map((op) => moved(op, real)), ...toolOps(), ...own]
  const filter = { kind: 'bytes', bytes: ALLOW_ALL, what: 'filter' } as const
  const { words } = encode({ ...plan, ops }, bwrap, filter)
  const fds: number[] = []
  const args = words.map((word) => {
    if (typeof word === 'string') return word
    fds.push(openContent(word))
    return String(fds.length + 2)
  })
  const needs = [...Object.keys(machine.needs), plan.argv[0], ...(plan.env.get('PATH') ?? '').split(':')]
  const shell = [`${TOOLS}/loader`, '--library-path', TOOLS, `${TOOLS}/sh`, '-c', SCRIPT, 'sh']
  const started = Bun.spawnSync(
    [
      bwrap.path,
      ...args,
      ...shell,
      ...needs.map((path) => `+${path}`),
      ...machine.secrets.map((path) => `-${path}`),
    ],
    { env: {}, stdio: ['ignore', 'pipe', 'pipe', ...fds], timeout: 10_000 },
  )
  for (const fd of fds) closeSync(fd)
  const lines = `${started.stdout}${started.stderr}`.split('\n').filter((line) => line !== '')
  return { code: started.exitCode, lines }
}

const SCRIPT = `for word; do path=\${word#?}
case $word in +*) [ -e "$path" ] || echo "lost $path";; -*) [ ! -e "$path" ] || echo "shown $path";; esac
done`

function moved(op: Op, real: (path: string) => string): Op {
  if (op.kind === 'bind') return { ...op, source: real(op.source) }
  if (op.kind !== 'data' || op.content.kind !== 'file') return op
  return { ...op, content: { kind: 'file', path: real(op.content.path) } }
}

/** The loader and the C library that this very process runs with, and the shell of this machine. */
function toolOps(): Op[] {
  const maps = readFileSync('/proc/self/maps', 'utf8')
  const loader = /\S+\/ld-[^/\n]*\.so\S*/.exec(maps)?.[0]
  const libc = /\S+\/libc\.so\.6/.exec(maps)?.[0]
  if (loader === undefined || libc === undefined) throw new Error('This test needs glibc.')
  return Object.entries({ loader, 'libc.so.6': libc, sh: realpathSync('/bin/sh') }).map(([name, source]) => ({
    kind: 'bind',
    access: 'ro',
    path: `${TOOLS}/${name}`,
    source,
    why: 'a test looks around',
    from: 'test',
  }))
}

function openContent(content: Content): number {
  if (content.kind === 'file') return openSync(content.path, 'r')
  const file = mkdtempSync(join(top, 'text-'))
  writeFileSync(`${file}/x`, content.kind === 'text' ? content.text : content.bytes)
  return openSync(`${file}/x`, 'r')
}
