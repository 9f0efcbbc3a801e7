import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { optionsIn } from '../../src/host/gather/bwrap.ts'
import { Walker } from '../../src/host/walk.ts'
import { parentOf } from '../../src/policy/paths.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { type Listing, resolveIn } from './listing.ts'
import { bwrapOf, callerOf, MACHINES, projectOf, readMachine } from './machine.ts'

describe.each([...MACHINES])('the recorded machine %s', (name) => {
  const machine = readMachine(name)
  const homeOf = (person: string) => {
    const fact = resolveIn(machine.entries, callerOf(machine, person).home)
    return 'real' in fact ? fact.real : ''
  }
  const stateOf = (path: string) => resolveIn(machine.entries, path).state

  test('has the folder of each entry', () => {
    const lost = Object.keys(machine.entries).filter(
      (path) => !machine.entries[parentOf(path)]?.startsWith('folder '),
    )
    expect(lost).toEqual([])
  })
  test('has only entries that can be read', () => {
    for (const path of Object.keys(machine.entries))
      if (!machine.entries[path]?.startsWith('link '))
        expect(`${path} ${stateOf(path)}`).toBe(`${path} present`)
  })
  test('has no link to nothing', () => {
    expect(Object.keys(machine.entries).filter((path) => stateOf(path) === 'dangling')).toEqual([])
  })
  test('has the home, the current folder and the project of each person', () => {
    for (const person of Object.keys(machine.people)) {
      const caller = callerOf(machine, person)
      const project = projectOf(machine, person)
      expect(caller.cwd.real).toStartWith(`${project.path}`)
      for (const path of [
        caller.home,
        project.path,
        project.named,
        `${project.path}/.git`,
        `${project.path}/.env`,
        `${project.path}/node_modules`,
      ])
        expect(`${path} ${stateOf(path)}`).toBe(`${path} present`)
    }
  })
  test('has the programs that its scripts start', () => {
    expect(Object.keys(machine.starts).filter((path) => stateOf(path) !== 'present')).toEqual([])
    expect(Object.keys(machine.starts).length).toBeGreaterThan(2)
  })
  test('has root, a person, and secrets of both', () => {
    expect(Object.keys(machine.people)).toContain('root')
    expect(Object.keys(machine.people).length).toBe(2)
    for (const name of Object.keys(machine.people)) expect(machine.secrets).toContain(`${homeOf(name)}/.ssh`)
    expect(machine.secrets.filter((path) => stateOf(path) !== 'present')).toEqual([])
  })
  test('says which ELF loader, names and certificates its programs need', () => {
    const needs = Object.entries(machine.needs).map(([path, why]) => `${why}: ${path}`)
    for (const word of [/ELF loader.*\/ld-/, /name lookup: \/etc\/resolv.conf/, /certificates/, /time zone/])
      expect(needs.find((need) => word.test(need))).toBeDefined()
  })
})

/** The machines with a version that scripts/fetch-bwraps fetches. */
const FETCHED = (['debian-12', 'debian-13', 'rhel-9', 'arch'] as const).map((name) => {
  const bwrap = bwrapOf(readMachine(name))
  return { name, bwrap, file: join(import.meta.dir, `../../.tools/bwrap/${bwrap.version}/bwrap`) }
})

const isFetched = FETCHED.every(({ file }) => existsSync(file))
test.skipIf(!isFetched && process.env['JAIL_MUST_WORK'] !== '1').each(FETCHED)(
  'the options recorded for $name are those of its bwrap (skipped without scripts/fetch-bwraps)',
  ({ bwrap, file }) => {
    const { stdout, stderr } = Bun.spawnSync([file, '--help'], { env: {} })
    expect(bwrap.options).toEqual(optionsIn(`${stdout}${stderr}`))
  },
)

describe('a listing is followed as the kernel and the walk of jail do', () => {
  const LINKS = {
    rel: 'dir',
    up: 'dir/../file',
    dot: '.',
    self: 'self',
    a: 'b',
    b: 'a',
    gone: 'nowhere/x',
    chain: 'rel/in',
    'dir/back': '..',
    'dir/out': '../file',
  }
  const ASKED = [
    '',
    'dir',
    'file',
    'rel',
    'rel/in',
    'up',
    'dot',
    'dot/dot/file',
    'self',
    'a',
    'gone',
    'gone/y',
    'chain',
    'dir/back/dir/in',
    'dir/out',
    'none',
    'none/x',
    'file/x',
    'rel/none',
    'rel/../file',
    'dir/./in',
    'dir//in/',
  ]
  let folder: string
  let listing: Listing
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'jail-listing-')))
    mkdirSync(join(folder, 'dir'))
    for (const file of ['file', 'dir/in']) writeFileSync(join(folder, file), 'text')
    for (const [at, to] of Object.entries(LINKS)) symlinkSync(to, join(folder, at))
    symlinkSync(join(folder, 'dir'), join(folder, 'abs'))
    listing = record(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([...ASKED, 'abs', 'abs/in', 'abs/back/file'])('%j', (path) => {
    const asked = `${folder}/${path}`
    const fact = resolveIn(listing, asked)
    expect(fact).toEqual(new Walker(new Files(new Libc())).resolve(asked))
    let real: string | undefined
    try {
      real = realpathSync(asked)
    } catch {
      // The kernel finds nothing there.
    }
    expect(fact.state === 'present' ? fact.real : undefined).toBe(real as string)
  })
})

/** What is really in a folder and above it, as a listing. */
function record(folder: string): Listing {
  const above: string[] = ['/']
  for (let here = parentOf(folder); here !== '/'; here = parentOf(here)) above.push(here)
  return Object.fromEntries([...above, ...treeOf(folder)].map((path) => [path, rowFor(path)]))
}

function treeOf(path: string): string[] {
  if (!lstatSync(path).isDirectory()) return [path]
  return [path, ...readdirSync(path).flatMap((name) => treeOf(`${path}/${name}`))]
}

function rowFor(path: string): string {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return `link ${readlinkSync(path)}`
  const mode = (stat.mode & 0o7777).toString(8)
  return `${stat.isDirectory() ? 'folder' : 'file'} ${mode} ${stat.uid} ${stat.gid} ${stat.size}`
}
