import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const JAIL = new URL('../../dist/jail', import.meta.url).pathname
let top = ''
let home = ''
let project = ''

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'jail-e2e-'))
  home = join(top, 'home')
  project = join(home, 'src/project')
  mkdirSync(project, { recursive: true })
  mkdirSync(join(home, '.ssh'))
  writeFileSync(join(home, '.ssh/id_ed25519'), 'canary-key')
  mkdirSync(join(home, 'src/other'))
  writeFileSync(join(home, 'src/other/file'), 'canary-other')
})
afterAll(() => rmSync(top, { recursive: true, force: true }))

function jail(script: string, options: string[] = []): { code: number; out: string; err: string } {
  const env = { PATH: '/usr/bin:/bin', HOME: home, SECRET_TOKEN: 'canary-token' }
  const done = Bun.spawnSync([JAIL, 'run', ...options, '--', 'sh', '-c', script], { cwd: project, env })
  return { code: done.exitCode, out: done.stdout.toString(), err: done.stderr.toString() }
}

test.each([
  ['a key in ~/.ssh', 'cat ~/.ssh/id_ed25519', 'canary-key'],
  ['another project', 'cat ~/src/other/file', 'canary-other'],
  ['a token of the environment', 'env', 'canary-token'],
])('%s cannot be read', (_, script, canary) => {
  expect(jail(script).out).not.toContain(canary)
})

test('a file that a flag grants can be read, so the attack above would show it', () => {
  expect(jail('cat ~/src/other/file', ['--read', join(home, 'src/other')]).out).toBe('canary-other')
})

test('the exit code of the command is that of jail', () => {
  expect(jail('exit 7').code).toBe(7)
})

test('a file written in the project is there afterwards', async () => {
  expect(jail('echo made > made').code).toBe(0)
  expect(await Bun.file(join(project, 'made')).text()).toBe('made\n')
})

test('the box holds no capability', () => {
  expect(jail('grep CapEff /proc/self/status').out).toMatch(/CapEff:\s+0+\n/)
})
