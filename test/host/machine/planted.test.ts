import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settings } from '../../../src/commands/doctor-settings.ts'
import type { Caller } from '../../../src/host/facts.ts'
import { type Ground, gatherMachine } from '../../../src/host/machine/gatherer.ts'
import { git } from '../../../src/host/machine/git.ts'
import { groundOf } from '../../../src/host/machine/ground.ts'
import { systemProgram } from '../../../src/host/machine/helpers.ts'
import { HOST_GATHERERS } from '../../../src/host/machine/index.ts'
import { sockets } from '../../../src/host/machine/sockets.ts'
import { isDescribed } from '../../../src/host/machine/terminal.ts'
import { Walker } from '../../../src/host/walk.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'

const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-doctor-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))
const files = new Files(new Libc())
const home = join(top, 'home')
const project = join(home, 'project')
mkdirSync(join(project, '.run'), { recursive: true })
mkdirSync(join(home, '.config/jail'), { recursive: true, mode: 0o700 })
const uid = process.geteuid?.() ?? 0

/** A person with this home folder, standing in the project. */
function groundIn(env: Readonly<Record<string, string>> = {}): Ground {
  const caller: Caller = {
    ...{ uid, gid: process.getegid?.() ?? 0, groups: [], user: 'ana', home, shell: '/bin/sh' },
    ...{ cwd: { logical: project, real: project }, sudo: undefined, env, arch: 'x64' },
  }
  return { ...groundOf(env, files), caller: () => caller, walker: async () => new Walker(files) }
}

describe('settings', () => {
  test('are judged as jail config check does, with their place', async () => {
    writeFileSync(join(home, '.config/jail/config.yaml'), 'reed: [/x]\n', { mode: 0o600 })
    writeFileSync(join(project, '.jail.yaml'), 'network: none\n', { mode: 0o644 })
    const found = await settings.gather(groundIn())
    expect(found.filter(({ kind }) => kind !== 'administrator')).toEqual([
      {
        path: '~/.config/jail/config.yaml',
        kind: 'config',
        state: 'wrong',
        sentence: expect.stringContaining('config.yaml:1:1: '),
        fix: expect.stringContaining('read'),
      },
      { path: '~/project/.jail.yaml', kind: 'project', state: 'ok', sentence: null, fix: null },
    ])
  })
})

describe('a socket', () => {
  test('in the project is shown inside, and one in the home folder is not', async () => {
    const shown = join(project, '.run/d.sock')
    const hidden = join(home, 'agent.sock')
    const servers = [shown, hidden].map((path) => createServer().listen(path))
    await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))))
    try {
      const ground = groundIn({ DOCKER_HOST: `unix://${shown}`, SSH_AUTH_SOCK: hidden })
      const found = await sockets.gather(ground)
      expect(found.find(({ path }) => path === shown)?.inside).toBe('shown')
      expect(found.find(({ path }) => path === hidden)?.inside).toBe('hidden')
    } finally {
      for (const server of servers) server.close()
    }
  })
})

describe('the repository of the project', () => {
  test('is noticed when its pointer leads to a folder that does not lead back', async () => {
    const common = join(home, 'main/.git')
    mkdirSync(join(common, 'worktrees/p'), { recursive: true })
    expect(await git.gather(groundIn())).toEqual({ notices: [] })
    writeFileSync(join(project, '.git'), `gitdir: ${common}/worktrees/p\n`)
    const { notices } = await git.gather(groundIn())
    expect(notices.join('\n')).toContain(`${project}/.git`)
    rmSync(join(project, '.git'))
  })
})

describe('the description of a terminal', () => {
  test('is found below its first letter or its number, and never by a path', () => {
    for (const folder of ['x', '66']) mkdirSync(join(top, 'terminfo', folder), { recursive: true })
    writeFileSync(join(top, 'terminfo/x/xterm'), '')
    writeFileSync(join(top, 'terminfo/66/foot'), '')
    const folders = [join(top, 'terminfo')]
    for (const term of ['xterm', 'foot']) expect(isDescribed(term, folders, { files })).toBe(true)
    for (const term of ['xterm-kitty', '..', '../x/xterm', 'x/xterm'])
      expect(isDescribed(term, folders, { files })).toBe(false)
  })
})

test('a program is found in folders of the system only', () => {
  expect(systemProgram('sh', { files })).toMatch(/^\/.*\/sh$/)
  expect(systemProgram('no-such-program', { files })).toBeUndefined()
  expect(systemProgram('../../bin/sh', { files }) ?? '').not.toContain(top)
})

test('this machine answers every fact within its limit', async () => {
  const { facts } = await gatherMachine(HOST_GATHERERS, groundIn({ TERM: 'xterm' }))
  const unknown = Object.entries(facts).flatMap(([facet, fact]) =>
    fact.known ? [] : [`${facet}: ${fact.why}`],
  )
  expect(unknown).toEqual([])
  expect(facts.limits.known && facts.limits.value.processes.used).toBeGreaterThan(0)
  expect(facts.limits.known && facts.limits.value.files.used).toBeGreaterThan(2)
})
