import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, LONG } from './support/box.ts'

const CANARY = 'canary-e8f2'
let box: Box
beforeAll(() => {
  box = new Box()
  box.plant('.ssh/id_ed25519', CANARY, 0o600)
  box.plant('.gitconfig', CANARY)
  box.plant('docs/note', CANARY)
  box.plant('docs/.aws/keys', CANARY)
  box.plant('.aws/keys', CANARY)
  box.plant('work/other/file', CANARY)
  box.plant(join(box.project, '.git/hooks/pre-commit'), CANARY)
  box.plant(join(box.project, '.git/config'), CANARY)
  box.plant(join(box.project, '.git/HEAD'), CANARY)
  box.plant(join(box.project, '.envrc'), CANARY)
  box.plant(join(box.project, 'file'), CANARY)
  box.plant(join(box.project, 'keys/a.pem'), CANARY)
  box.plant(join(box.project, 'tried'), CANARY)
  symlinkSync('file', join(box.project, 'link'))
  symlinkSync('../../docs/note', join(box.project, 'out'))
})
afterAll(() => box.remove())

const OPTIONS = ['--read', '~/docs', '--hide', 'keys', '--copy', 'tried', '--write', '~/work']
// A path below ~ or the project, and whether it is there outside.
const PATHS: readonly (readonly [string, boolean])[] = [
  ['file', true],
  ['link', true],
  ['out', true],
  ['new', false],
  ['.envrc', true],
  ['.git/config', true],
  ['.git/hooks/pre-commit', true],
  ['.git/hooks/new', false],
  ['.git/HEAD', true],
  ['keys/a.pem', true],
  ['tried', true],
  ['~/.ssh/id_ed25519', true],
  ['~/.aws/keys', true],
  ['~/.gitconfig', true],
  ['~/docs/note', true],
  ['~/docs/none', false],
  ['~/work/other/file', true],
  ['~/none', false],
  ['/etc/passwd', true],
  ['/usr/bin/env', true],
  ['/usr/none', false],
  ['/tmp/none', false],
  ['/srv/none', false],
]

const named = (path: string): string =>
  path.startsWith('~') ? box.home + path.slice(1) : path.startsWith('/') ? path : join(box.project, path)

/** What happens to each path: whether it is read, then whether it is written. */
const PROBE = `
  for path do if test -r "$path"; then echo "$path seen"; else echo "$path unseen"; fi; done
  for path do
    mkdir -p "$(dirname "$path")" 2>/dev/null
    if (: >> "$path") 2>/dev/null; then echo "$path writable"; else echo "$path closed"; fi
  done`

describe('what explain answers is what happens inside', () => {
  let answers: Map<string, { visible: boolean; writable: boolean; sentence: string }>
  let inside: string[]
  beforeAll(() => {
    answers = new Map(
      PATHS.map(([path]) => {
        const done = box.jail(['explain', ...OPTIONS, 'base', named(path), '--json'])
        expect(done).toMatchObject({ code: 0, err: '' })
        return [path, JSON.parse(done.out)]
      }),
    )
    const paths = PATHS.map(([path]) => named(path))
    inside = box.jail(['run', ...OPTIONS, '--', 'sh', '-c', PROBE, 'sh', ...paths]).out.split('\n')
    // What the probe made is kept.
    box.outside(`rm '${named('new')}'`)
  }, LONG)

  test.each(PATHS)('for %s', (path) => {
    const { visible, writable } = answers.get(path) ?? {}
    expect(inside.filter((line) => line.startsWith(`${named(path)} `))).toEqual([
      `${named(path)} ${visible ? 'seen' : 'unseen'}`,
      `${named(path)} ${writable ? 'writable' : 'closed'}`,
    ])
  })
  test('and outside, each that should be there can be read', () => {
    for (const [path, isThere] of PATHS)
      expect([path, box.outside(`test -r '${named(path)}'`).code === 0]).toEqual([path, isThere])
  })
  test(
    'and why says the same inside, with exit code 0',
    () => {
      const script = 'for path do jail why "$path" --json || exit; done'
      const paths = PATHS.map(([path]) => named(path))
      // The probe has made some of them, where that stays.
      box.outside(`rm -f '${named('new')}'`)
      const done = box.jail(['run', ...OPTIONS, '--', 'sh', '-c', script, 'sh', ...paths])
      expect(done).toMatchObject({ code: 0, err: '' })
      const said: { sentence: string }[] = JSON.parse(`[${done.out.replaceAll('}\n{', '},{')}]`)
      expect(said.map(({ sentence }) => sentence)).toEqual(
        PATHS.map(([path]) => answers.get(path)?.sentence ?? ''),
      )
    },
    LONG,
  )
})

describe('why, inside', () => {
  test('takes a path as the shell would: relative, and through links that were made inside', () => {
    const done = box.run('mkdir /tmp/d && ln -s ~/.ssh /tmp/d/l && cd /tmp/d && jail why l/id_ed25519')
    expect(done.code).toBe(0)
    const path = `${box.home}/.ssh/id_ed25519`
    expect(done.out).toStartWith(`/tmp/d/l/id_ed25519 leads to ${path}. ${path} is not visible;`)
    expect(done.out).toContain(`For the person outside: To show it: --read ${path} `)
  })
  test.each([
    ['is not there', 'rm /run/jail/why.json', /works inside a jail/],
    ['is no JSON', 'echo x > /run/jail/why.json', /is not what this version of jail made/],
    ['is another value', 'echo {} > /run/jail/why.json', /is not what this version of jail made/],
  ])('says that it cannot tell when its data %s', (_, script, says) => {
    const done = box.run(`${script}; jail why /tmp`)
    expect(done.code).toBe(2)
    expect(done.err).toMatch(says)
  })
  test('does not steer the terminal, whatever is put into its data', () => {
    const done = box.run(
      'sed -i "s/programs and libraries/\\\\\\\\u001b[2J/g" /run/jail/why.json; jail why /usr',
    )
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toStartWith('/usr is visible and read-only (\\x1b[2J)')
  })
  test('works for a jail that lies in a hidden folder, and shows nothing else of it', () => {
    mkdirSync(join(box.home, 'hidden'))
    const copy = join(box.home, 'hidden/jail')
    copyFileSync(JAIL, copy)
    const script = 'command -v jail; jail why /usr; ls -A ~/hidden'
    const done = box.command([copy, 'run', '--', 'sh', '-c', script])
    expect(done.out).toBe(
      '/run/jail/bin/jail\n/usr is visible and read-only (programs and libraries) [profile base].\n' +
        'For the person outside: To let it be written: --write /usr, or a line below write: of your config.yaml.\n',
    )
    expect(box.run('echo x >> /run/jail/bin/jail').code).not.toBe(0)
  })
  test('is not for outside, where explain is named', () => {
    const done = box.jail(['why', '/tmp'])
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain('jail explain PATH')
  })
})

describe('explain', () => {
  test('starts, makes and writes nothing', () => {
    const fresh = new Box()
    try {
      const before = fresh.outside('find "$HOME/.." | sort').out
      for (const words of [
        ['explain'],
        ['explain', 'claude', '--json'],
        ['explain', '~/.cache'],
        ['config', 'show'],
      ])
        fresh.jail(words)
      expect(fresh.outside('find "$HOME/.." | sort').out).toBe(before)
      expect(before).toContain('/home/src/project')
    } finally {
      fresh.remove()
    }
  })
  test('has 1 for a rule of yours that has no effect, and 0 without one', () => {
    expect(box.jail(['explain']).code).toBe(0)
    const done = box.jail(['explain', '--hide', '*.none'])
    expect(done.code).toBe(1)
    expect(done.out).toMatch(/hide ~\/src\/project\/\*\.none {2}nothing matches it {2}\[command line\]/)
  })
  test('has 1 for a variable of yours that leads to something hidden', () => {
    const done = box.jail(['explain', '--env', 'CERT'], { env: { CERT: `${box.home}/.aws` } })
    expect(done.code).toBe(1)
    expect(done.out).toMatch(/Variables left out, since they lead to something hidden\n {2}CERT\n/)
  })
  test('is not for inside, where why is named', () => {
    const done = box.run('jail explain ~/.ssh')
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain('jail why PATH')
  })
  test('answers without bubblewrap, and says that a start would stop', () => {
    const env = { JAIL_BWRAP: '/none/bwrap' }
    expect(box.jail(['explain', '/usr'], { env })).toMatchObject({ code: 0, err: '' })
    const done = box.jail(['explain'], { env })
    expect(done.code).toBe(1)
    expect(done.out).toMatch(
      /A start would stop\n {2}bubblewrap cannot be used: JAIL_BWRAP names \/none\/bwrap/,
    )
  })
  test('is the whole value as JSON, and no form of it has the value of a variable', () => {
    const env = { API_TOKEN: CANARY, OTHER: CANARY }
    for (const more of [[], ['--json'], ['--verbose'], ['API_TOKEN='], ['OTHER=']]) {
      const { out, err } = box.jail(['explain', '--env', 'API_TOKEN', ...more], { env })
      expect(out).toContain(more[0] === 'OTHER=' ? 'OTHER' : 'API_TOKEN')
      expect(out + err).not.toContain(CANARY)
    }
    const value = JSON.parse(box.jail(['explain', 'claude', '--json'], { env }).out)
    expect(value).toMatchObject({
      version: 1,
      profile: 'claude',
      project: box.project,
      network: { mode: 'open' },
    })
  })
  test.each([
    ['a project that is refused', ['explain', '--project', '/'], /The project would be \//],
    ['a word that is nothing', ['explain', 'cluade'], /neither a profile nor a file here/],
    ['two questions', ['explain', '/usr', '/etc'], /takes one question/],
    ['a grant that is not there', ['explain', '--read', '~/none'], /cannot be given/],
  ])('refuses %s with 125', (_, words, says) => {
    const done = box.jail(words)
    expect(done).toMatchObject({ code: 125, out: '' })
    expect(done.err).toMatch(says)
  })
  test('config show has the place of a value that was typed', () => {
    const done = box.jail(['config', 'show', 'claude', '--network', 'none', '--json'])
    expect(JSON.parse(done.out).values.network).toEqual({ value: 'none', from: 'command line' })
    expect(box.jail(['config', 'show']).out).toMatch(/^ {2}network: open +\[profile base\]$/m)
  })
})
