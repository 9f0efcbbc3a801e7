import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { Box, JAIL } from './support/box.ts'

// No agent is started here: any command in the box of an agent can do what the agent can.
let box: Box
beforeEach(() => {
  box = new Box()
  box.outside('git init -q .')
})
afterEach(() => box.remove())

/** Where each agent keeps its login, below the home. */
const LOGINS = [
  ['claude', '.claude/.credentials.json'],
  ['codex', '.codex/auth.json'],
  ['gemini', '.gemini/oauth_creds.json'],
  ['opencode', '.local/share/opencode/auth.json'],
  ['copilot', '.copilot/config.json'],
  ['qwen', '.qwen/oauth_creds.json'],
  ['pi', '.pi/agent/auth.json'],
  ['cline', '.cline/data/settings/providers.json'],
  ['amp', '.local/share/amp/secrets.json'],
  ['crush', '.local/share/crush/crush.json'],
] as const

/** The closed places of a profile that are made when they are missing, below the home. */
function madeBy(profile: string): string[] {
  const { protect = {}, hide = {} } = BUILTIN_PROFILES[profile] ?? {}
  const made = Object.entries({ ...protect, ...hide }).filter(
    ([, entry]) => typeof entry === 'object' && entry?.create !== undefined,
  )
  return made
    .map(([path]) => path.replace(/^~\//, '').replace('$XDG_CONFIG_HOME', '.config'))
    .filter((path) => !path.startsWith('.config/'))
}

function inside(profile: string, script: string, options: readonly string[] = []): string {
  return box.run(`cd ~ && ${script}`, ['--profile', profile, ...options]).out
}

/** A script that says of each place whether it could be changed, in any of the ways there are. */
function changes(places: readonly string[]): string {
  return places
    .map(
      (path) =>
        `{ echo x >>${path} || touch ${path}/x || rm -r ${path} || mv ${path} aside; } && echo ${path}`,
    )
    .map((change) => `(${change}) 2>/dev/null`)
    .join('; ')
}

describe.each(LOGINS)('the first start of %s in an empty home', (profile, login) => {
  test('makes what would run later, so that nobody inside can', () => {
    const places = madeBy(profile)
    expect(inside(profile, changes(places))).toBe('')
    expect(places.filter((path) => !existsSync(join(box.home, path)))).toEqual([])
    const control = box.outside(`cd ~; ${changes(places)}`).out
    expect(control.split('\n').filter(Boolean)).toEqual(places)
  })

  test('leaves the folder of its login open, for a file that is put in place by renaming', () => {
    const script = `echo token >${login}.tmp && mv ${login}.tmp ${login} && echo kept`
    expect(inside(profile, script)).toBe('kept\n')
    expect(readFileSync(join(box.home, login), 'utf8')).toBe('token\n')
  })

  test('makes nothing in the project', () => {
    expect(inside(profile, 'echo ran')).toBe('ran\n')
    expect(readdirSync(box.project)).toEqual(['.git'])
    expect(box.outside('git status --porcelain --ignored').out).toBe('')
  })
})

describe('what the host starts cannot be changed, although it lies in the folder of the agent’s state', () => {
  test.each([
    ['claude', '.claude', 'local/inner/file'],
    ['claude', '.claude', 'statusline.sh'],
    ['claude', '.claude', 'plugins/cache/a/index.js'],
    ['codex', '.codex', 'packages/inner/file'],
    ['codex', '.codex', 'app-server-control/inner/file'],
    ['codex', '.codex', 'app-server-daemon/inner/file'],
    ['codex', '.codex', 'work.config.toml'],
    ['gemini', '.gemini', 'extensions/a/index.js'],
    ['copilot', '.copilot', 'installed-plugins/a/index.js'],
    ['qwen', '.qwen', 'extensions/a/index.js'],
    ['pi', '.pi/agent', 'extensions/a.ts'],
    ['cline', '.cline', 'plugins/a.js'],
  ])('%s: ~/%s/%s', (profile, state, name) => {
    const file = box.plant(`${state}/${name}`, 'as it was')
    const top = `${state}/${name.split('/')[0]}`
    for (const change of [
      `echo x >> ${state}/${name}`,
      `rm ${state}/${name}`,
      `mv ${top} ${state}/aside`,
      `mv ${state} aside`,
    ])
      expect(`${change}: ${inside(profile, `(${change}) || echo refused`)}`).toBe(`${change}: refused\n`)
    expect(readFileSync(file, 'utf8')).toBe('as it was')
    expect(inside(profile, `cat ${state}/${name} && echo x > ${state}/new`)).toBe('as it was')
    expect(readFileSync(join(box.home, state, 'new'), 'utf8')).toBe('x\n')
  })

  test('opencode: its settings, with all that is beside them', () => {
    const file = box.plant('.config/opencode/opencode.json', '{}')
    box.plant('.config/opencode/node_modules/a/index.js', '')
    const tries = ['opencode.json', 'node_modules/a/index.js', 'plugin', '.gitignore']
    expect(inside('opencode', changes(tries.map((name) => `.config/opencode/${name}`)))).toBe('')
    expect(readFileSync(file, 'utf8')).toBe('{}')
    expect(readFileSync(join(box.home, '.config/opencode/.gitignore'), 'utf8')).toContain('node_modules')
  })

  test('a flag that names the file opens it', () => {
    const file = box.plant('.claude/settings.json', '{}')
    expect(inside('claude', 'echo x >.claude/settings.json && echo written')).toBe('')
    const options = ['--write', '~/.claude/settings.json']
    expect(inside('claude', 'echo x >.claude/settings.json && echo written', options)).toBe('written\n')
    expect(readFileSync(file, 'utf8')).toBe('x\n')
  })
})

describe('keys of servers outside', () => {
  test.each([
    ['cline', '.cline/data/locks', 'hub/production.json'],
    ['claude', '.claude/ide', '5000.lock'],
    ['claude', '.claude/daemon', 'control.key'],
  ])('%s: nothing of ~/%s is seen, neither what is there nor what comes', async (profile, folder, name) => {
    box.plant(`${folder}/${name}`, 'key')
    const argv = ['run', '--profile', profile, '--', 'sh', '-c']
    const script = `cd ~; mv ${folder} aside; echo ready; read -r _; ls -A ${folder}; cat ${folder}/${name} later`
    const child = box.start([JAIL, ...argv, script])
    const said = new Response(child.stdout).text()
    await Bun.sleep(300)
    box.plant(`${folder}/later`, 'key')
    child.stdin.write('\n')
    child.stdin.end()
    expect(await said).toBe('ready\n')
    expect(await child.exited).toBe(1)
    expect(box.outside(`cat ~/${folder}/${name} ~/${folder}/later`).out).toBe('keykey')
  })
})

describe('copilot, which unpacks itself into the cache', () => {
  const PKG = '.cache/copilot/pkg/linux-x64'

  test('uses the version of the host, and cannot change it', () => {
    const file = box.plant(`${PKG}/1.0.0/index.js`, 'of the host')
    expect(
      inside('copilot', `cat ${PKG}/1.0.0/index.js; ${changes([`${PKG}/1.0.0`, `${PKG}/1.0.0/index.js`])}`),
    ).toBe('of the host')
    expect(readFileSync(file, 'utf8')).toBe('of the host')
  })

  test('unpacks another version into the cache of the project, and finds it there again', () => {
    box.plant(`${PKG}/1.0.0/index.js`, 'of the host')
    expect(
      inside('copilot', `mkdir ${PKG}/.new && echo new >${PKG}/.new/a && mv ${PKG}/.new ${PKG}/1.0.1`),
    ).toBe('')
    expect(inside('copilot', `cat ${PKG}/1.0.1/a`)).toBe('new\n')
    expect(readdirSync(join(box.home, PKG))).toEqual(['1.0.0'])
  })
})
