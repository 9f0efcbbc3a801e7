import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL } from './support/box.ts'

// A binary that Bun compiled reads bunfig.toml and .env of the folder that it is started in, unless it is built not to.
let box: Box
let marker = ''
beforeAll(() => {
  box = new Box()
  marker = join(box.top, 'marker')
  for (const folder of [box.project, box.home]) plantTraps(folder)
})
afterAll(() => box.remove())

function plantTraps(folder: string): void {
  const mark = (by: string) => `require('node:fs').appendFileSync('${marker}', '${by}\\n')\n`
  const plant = (path: string, content: string) => box.plant(join(folder, path), content)
  const bunfig = 'preload = ["./preload.cjs"]\n[test]\npreload = ["./preload.cjs"]\n'
  for (const name of ['bunfig.toml', '.bunfig.toml']) plant(name, bunfig)
  plant('preload.cjs', mark('preload'))
  const env = `JAIL_BWRAP=${box.top}/evil-bwrap\nJAIL_TIMING=1\nPATH=${box.top}\nHOME=/\nBUN_OPTIONS=--preload ./preload.cjs\nSECRET=1\n`
  for (const name of ['.env', '.env.local', '.env.production', '.env.development']) plant(name, env)
  const paths = { '*': ['./evil/*'], yaml: ['./evil/yaml.ts'], valibot: ['./evil/valibot.ts'] }
  plant(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { baseUrl: '.', paths }, extends: './evil/base.json' }),
  )
  plant('evil/base.json', '{}')
  plant(
    'package.json',
    JSON.stringify({ name: 'x', imports: { '#*': './evil/*.ts' }, scripts: { run: 'false' } }),
  )
  for (const name of ['yaml', 'valibot', 'picocolors', 'cac']) {
    plant(`evil/${name}.ts`, mark(`tsconfig ${name}`))
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '9.9.9', main: 'index.cjs' }))
    plant(`node_modules/${name}/index.cjs`, mark(`package ${name}`))
  }
  plant('index.ts', `${mark('entry')}console.log(JSON.stringify(process.env))\n`)
}

/** What ran of the traps since the last look. */
function sprung(): string {
  const text = existsSync(marker) ? box.outside(`cat ${marker}`).out : ''
  rmSync(marker, { force: true })
  return text
}

const PLACES = ['the project', 'the home folder'] as const
const folderOf = (place: (typeof PLACES)[number]) => (place === 'the project' ? box.project : box.home)

describe('the traps work: plain Bun springs them', () => {
  test.each([...PLACES])('in %s', (place) => {
    const done = box.command([process.execPath, 'run', 'index.ts'], { cwd: folderOf(place) })
    expect(done.out).toContain('"SECRET":"1"')
    expect(sprung()).toBe('preload\nentry\n')
  })
})

describe('nothing of a hostile folder is loaded by', () => {
  const NEEDS_A_PROJECT = /^run|^shell/
  const CALLS = [
    '--version',
    '--help',
    'help run',
    'profiles',
    'profiles claude',
    'run -- true',
    'run --read preload.cjs --env A=b -- true',
    'run --dry-run -- true',
    'run nosuch',
    'nosuch',
  ]

  test.each(CALLS.flatMap((call) => PLACES.map((place) => [call, place] as const)))(
    'jail %s in %s',
    (call, place) => {
      const cwd = folderOf(place)
      const done = box.jail(call.split(' '), { cwd })
      expect(sprung()).toBe('')
      // JAIL_TIMING and JAIL_BWRAP of .env would be heard of, and PATH would leave nothing to be found.
      expect(done.out + done.err).not.toMatch(/µs|evil|PATH is empty/)
      if (place === 'the home folder' && NEEDS_A_PROJECT.test(call))
        expect(done.err).toContain('your home folder')
      else if (call.includes('nosuch')) expect(done.err).toContain('nosuch')
      else expect(done).toMatchObject({ code: 0 })
    },
  )

  test('the environment inside, which has nothing of .env', () => {
    const inside = box.run('env').out
    expect(inside).toContain('PATH=/usr/bin:/bin:/run/jail/bin\n')
    expect(inside).toContain(`HOME=${box.home}\n`)
    expect(inside).not.toMatch(/SECRET|JAIL_TIMING|JAIL_BWRAP|BUN_OPTIONS/)
  })

  test('a shell', () => {
    const done = box.command(['sh', '-c', `echo 'echo inside; exit 3' | ${JAIL} shell`], {
      env: { SHELL: '/bin/sh' },
    })
    expect(done).toMatchObject({ code: 3, out: 'inside\n' })
    expect(sprung()).toBe('')
  })
})

test('the environment of the caller, which is trusted, still reaches jail', () => {
  expect(box.jail(['run', '--', 'true'], { env: { JAIL_TIMING: '1' } }).err).toContain('µs')
})

test('variables that steer Bun are never handed on into the box', () => {
  const env = {
    BUN_INSPECT_NOTIFY: 'x',
    BUN_CONFIG_REGISTRY: 'x',
    NODE_OPTIONS: '--no-warnings',
    LD_LIBRARY_PATH: '/x',
  }
  expect(box.run('env', [], { env }).out).not.toMatch(/BUN_|NODE_OPTIONS|LD_/)
})
