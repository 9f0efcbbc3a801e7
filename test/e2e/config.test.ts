import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Box } from './support/box.ts'
import { expectRefusal } from './support/refusal.ts'

const CONFIG = '.config/jail/config.yaml'
const PROFILES = '.config/jail/profiles'
const CANARY = 'canary-7c21'
const box = new Box()
const PROJECT = join(box.project, '.jail.yaml')
afterAll(() => box.remove())
beforeEach(() => {
  rmSync(box.home, { recursive: true, force: true })
  mkdirSync(join(box.project, '.git'), { recursive: true })
  box.plant('docs/file', CANARY)
})

const SHOW = 'cat ~/docs/file 2>/dev/null; true'

describe('the config of the person', () => {
  test('counts: what it shows is there, what it does not is not', () => {
    expect(box.run(SHOW)).toEqual({ code: 0, out: '', err: '' })
    box.plant(CONFIG, 'read: [~/docs]\n')
    expect(box.run(SHOW)).toEqual({ code: 0, out: CANARY, err: '' })
  })

  test('closes: no network, a variable less', () => {
    box.plant(CONFIG, 'network: none\nenv: {pass: {LANG: null}, set: {MADE: "1"}}\n')
    const done = box.run('echo "$LANG,$MADE"; ls /sys/class/net 2>/dev/null; cat /proc/net/dev | grep -c :')
    expect(done).toEqual({ code: 0, out: ',1\n1\n', err: '' })
  })

  test('gives way to the command line', () => {
    box.plant(CONFIG, 'read: [~/docs]\nhostname: mine\n')
    expect(box.run(`${SHOW}; uname -n`, ['--hide', '~/docs'])).toMatchObject({ code: 0, out: 'mine\n' })
  })

  test('works through a link, as dotfile managers make them', () => {
    mkdirSync(join(box.home, '.config/jail'), { recursive: true })
    symlinkSync(box.plant('dotfiles/jail.yaml', 'read: [~/docs]\n'), join(box.home, CONFIG))
    expect(box.run(SHOW)).toEqual({ code: 0, out: CANARY, err: '' })
  })

  test('that is empty changes nothing', () => {
    box.plant(CONFIG, '# read: [~/docs]\n')
    expect(box.run(SHOW)).toEqual({ code: 0, out: '', err: '' })
  })

  test('cannot be written from inside, nor seen', () => {
    box.plant(CONFIG, 'write: [~/.config]\n')
    expect(box.run('echo "write: [~]" > ~/.config/jail/config.yaml; ls -A ~/.config/jail').out).toBe('')
    expect(box.outside(`cat ~/${CONFIG}`).out).toBe('write: [~/.config]\n')
  })
})

/** What is refused, how it is planted, and what is said. Nothing is started then. */
const REFUSED: readonly (readonly [string, () => void, RegExp, RegExp])[] = [
  [
    'a misspelt word',
    () => box.plant(CONFIG, 'read: [~/docs]\nnetwrok: none\n'),
    /^jail: ~\/\.config\/jail\/config\.yaml:2:1: there is no word "netwrok" in a config file\.$/,
    /Did you mean network\?/,
  ],
  [
    'a word that this version cannot enforce',
    () => box.plant(CONFIG, 'network: filtered\n'),
    /config\.yaml:1:10: network: filtered cannot be enforced/,
    /network: none/,
  ],
  ['a tab', () => box.plant(CONFIG, 'read:\n\t~/docs: why\n'), /config\.yaml:2:1: a tab stands/, /spaces/],
  [
    'an escape that would steer the terminal',
    () => box.plant(PROJECT, 'hide: ["a\\e[2J"]\n'),
    /project\/\.jail\.yaml:1:8: the path "a\\u001b\[2J" is neither/,
    /from \/ on/,
  ],
  [
    'a bomb in a project',
    () => box.plant(PROJECT, `a: &a [x]\nb: &b [${'*a,'.repeat(99)}]\n`),
    /\.jail\.yaml:1:4: an anchor/,
    /quotes/,
  ],
  [
    'brackets without end in a project',
    () => box.plant(PROJECT, '['.repeat(1_000_000)),
    /too deep/,
    /bracket/,
  ],
  [
    'a link in a project',
    () => symlinkSync(box.plant('other.yaml', ''), PROJECT),
    /\.jail\.yaml is a link/,
    /cp --remove-destination/,
  ],
  [
    'a pipe in a project, without waiting for its writer',
    () => expect(box.outside('mkfifo .jail.yaml').code).toBe(0),
    /\.jail\.yaml should be a file of settings/,
    /Move it away/,
  ],
  [
    'a folder',
    () => mkdirSync(join(box.home, CONFIG), { recursive: true }),
    /it is a folder/,
    /Move it away/,
  ],
  [
    'a profile with the name of one of jail’s, although it is not used',
    () => box.plant(`${PROFILES}/claude.yaml`, 'hide: [~/x]\n'),
    /^jail: ~\/\.config\/jail\/profiles\/claude\.yaml has the name of a profile that jail brings along\.$/,
    /mv ~\/\.config\/jail\/profiles\/claude\.yaml ~\/\.config\/jail\/profiles\/my-claude\.yaml/,
  ],
]

describe('nothing is started, and the place is said, for', () => {
  test.each(REFUSED)('%s', (_, plant, says, fix) => {
    plant()
    const done = box.run('touch marker')
    expectRefusal(done, { code: 125, says, fix })
    expect(existsSync(join(box.project, 'marker'))).toBe(false)
  })

  test('and the marker is made when nothing is wrong', () => {
    expect(box.run('touch marker').code).toBe(0)
    expect(existsSync(join(box.project, 'marker'))).toBe(true)
  })
})

test.each([
  ['the file', CONFIG, 0o664],
  ['its folder', '.config/jail', 0o775],
])(
  'a config is not trusted when others may write %s, and the command that is given mends it',
  (_, what, mode) => {
    box.plant(CONFIG, 'read: [~/docs]\n')
    chmodSync(join(box.home, what), mode)
    const refused = box.run('touch marker')
    expectRefusal(refused, { code: 125, says: /can be written by others/, fix: /Type: chmod go-w ~/ })
    const [, command = ''] = /Type: (.*)/.exec(refused.err) ?? []
    expect(box.outside(command).code).toBe(0)
    expect(box.run(SHOW)).toEqual({ code: 0, out: CANARY, err: '' })
  },
)

describe('a profile of the person', () => {
  const MINE = 'extends: [agent]\ncommand: sh\nargs: [-c]\nread: [~/docs]\n'

  test('is started by its name, with its arguments', () => {
    box.plant(`${PROFILES}/mine.yaml`, MINE)
    expect(box.jail(['run', 'mine', SHOW])).toEqual({ code: 0, out: CANARY, err: '' })
    expect(box.jail(['run', '--profile', 'mine', 'cat', join(box.home, 'docs/file')]).out).toBe(CANARY)
  })

  test('extends another of the person', () => {
    box.plant(`${PROFILES}/mine.yaml`, MINE)
    box.plant(`${PROFILES}/more.yaml`, 'extends: [mine]\nread: {~/docs: null}\n')
    expect(box.jail(['run', 'more', SHOW])).toEqual({ code: 0, out: '', err: '' })
  })

  test.each<readonly [string, string, RegExp, RegExp]>([
    ['extends: [agnet]', 'mine', /mine\.yaml:1:11: There is no profile "agnet"/, /agent/],
    [
      'extends: [mine]',
      'mine',
      /mine\.yaml:1:11: Profiles extend each other in a circle: mine → mine/,
      /Take one/,
    ],
    ['command: sh -c x', 'mine', /mine\.yaml:1:10: command is "sh -c x"/, /args/],
    ['command: sh', 'mien', /The command "mien" was not found/, /spelling/],
  ])('with %j is refused as `jail run %s`', (text, name, says, fix) => {
    box.plant(`${PROFILES}/mine.yaml`, text)
    expectRefusal(box.jail(['run', name]), { code: name === 'mine' ? 125 : 127, says, fix })
  })
})

test('a .jail.yaml is read in the project only, not in the folder above', () => {
  box.plant('src/.jail.yaml', 'this: is wrong\n')
  expect(box.run('echo ran')).toEqual({ code: 0, out: 'ran\n', err: '' })
  box.plant(PROJECT, 'network: none\n')
  const deep = join(box.project, 'a/b')
  mkdirSync(deep, { recursive: true })
  const explained = box.jail(['explain', '--json'], { cwd: deep })
  expect(JSON.parse(explained.out).network).toMatchObject({ mode: 'none' })
})
