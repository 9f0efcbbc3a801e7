import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box, JAIL, until } from './support/box.ts'
import { expectRefusal } from './support/refusal.ts'

const CANARY = 'canary-7aa3'
const FOLDER = new URL('../../.tools/bwrap', import.meta.url).pathname
/** Every version that scripts/fetch-bwraps has fetched, from Debian 11's to the newest. */
const FETCHED = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .map((version) => [version, join(FOLDER, version, 'bwrap')] as const)
      .filter(([version, path]) => /^\d/.test(version) && existsSync(path))
  : []

let box: Box
beforeAll(() => {
  box = new Box()
  box.plant('.ssh/id_ed25519', CANARY, 0o600)
  box.plant('dotfiles/gitconfig', '[user]\n\tname = from dotfiles\n')
  symlinkSync('dotfiles/gitconfig', join(box.home, '.gitconfig'))
  symlinkSync('src', join(box.home, 'work'))
  symlinkSync(box.home, join(box.top, 'home-link'))
  box.plant(join(box.project, 'secret.pem'), CANARY)
  box.plant(join(box.project, 'private/file'), CANARY)
  box.plant(join(box.project, '.envrc'), 'mine')
  box.plant(join(box.project, 'no-program'), 'text', 0o755)
  box.plant('settings', 'real')
  mkdirSync(join(box.home, 'state'))
})
afterAll(() => box.remove())

test('there is more than one version to try', () => {
  const missing = `${FOLDER} holds ${FETCHED.length}: run scripts/fetch-bwraps`
  expect(FETCHED.length > 1 ? 'enough' : missing).toBe('enough')
})

// [what, options, script, what it prints]
const SCRIPTS = [
  ['starts a command', [], 'echo started', 'started\n'],
  [
    'hides the home folder',
    [],
    'cat ~/.ssh/id_ed25519 2>/dev/null || ls -A ~/.ssh 2>/dev/null || echo hidden',
    'hidden\n',
  ],
  ['recreates the links of the system', [], 'readlink /bin || echo a folder', undefined],
  ['follows a dotfile that is a link', [], 'git config user.name', 'from dotfiles\n'],
  ['keeps a link that is granted', ['--read', '~/work'], 'readlink ~/work', 'src\n'],
  ['lets a named folder be written', ['--write', '~/state'], 'echo a > ~/state/b && cat ~/state/b', 'a\n'],
  ['shows a copy', ['--copy', '~/settings'], 'echo new > ~/settings; cat ~/settings', 'new\n'],
  [
    'hides in the project',
    ['--hide', '*.pem', '--hide', 'private'],
    'cat s* private/* 2>/dev/null; echo none',
    'none\n',
  ],
  ['protects in the project', [], '{ echo x > .envrc; } 2>/dev/null; cat .envrc', 'mine'],
  ['knows the user', [], 'id -un', undefined],
  ['drops every capability', [], 'grep -c "^Cap...:.0000000000000000$" /proc/self/status', '5\n'],
  ['filters system calls', [], 'grep ^Seccomp: /proc/self/status', 'Seccomp:\t2\n'],
  ['refuses new user namespaces', [], 'unshare --user true 2>/dev/null || echo refused', 'refused\n'],
  ['makes the root read-only', [], 'touch /x /etc/x 2>/dev/null || echo refused', 'refused\n'],
  ['gives scratch space', [], 'echo x > /tmp/x && echo x > ~/x && echo x > /dev/shm/x && echo all', 'all\n'],
  [
    'closes the network when asked',
    ['--network', 'none'],
    'tail -n +3 /proc/self/net/dev | grep -vc lo:',
    '0\n',
  ],
  [
    'answers why',
    [],
    'jail why /usr | head -n 1',
    '/usr is visible and read-only (programs and libraries) [profile base].\n',
  ],
  ['closes its own descriptors', [], 'ls /proc/self/fd | tr "\\n" " "', '0 1 2 3 '],
] as const

describe.each([...FETCHED])('bubblewrap %s', (version, fetched) => {
  // A copy, since jail trusts none below a folder that others can write, as a checkout may lie in one.
  let path = ''
  const env = { JAIL_BWRAP: '' }
  beforeAll(() => {
    path = join(box.top, `bwrap-${version}`)
    copyFileSync(fetched, path)
    chmodSync(path, 0o755)
    env.JAIL_BWRAP = path
  })

  test('is what it says', () => {
    expect(box.command([path, '--version']).out).toBe(`bubblewrap ${version}\n`)
  })

  test.each([...SCRIPTS])('%s', (_, options, script, out) => {
    const expected = out ?? box.outside(script).out
    expect(box.run(script, options, { env })).toMatchObject({ out: expected, err: '' })
  })

  test('keeps a file, however the command replaces it', () => {
    for (const [script, content] of [
      ['echo one > ~/.t && mv ~/.t ~/.kept', 'one\n'],
      ['echo two >> ~/.kept', 'one\ntwo\n'],
      ['true', 'one\ntwo\n'],
    ] as const) {
      expect(box.run(script, ['--keep', '~/.kept'], { env }).code).toBe(0)
      expect(readFileSync(join(box.home, '.kept'), 'utf8')).toBe(content)
    }
    rmSync(join(box.home, '.kept'))
  })

  test('keeps nothing without --block-fd, and starts nothing', () => {
    const script = `#!/bin/sh\n[ "$1" != --help ] || { '${path}' --help 2>&1 | grep -v -e --block-fd; exit; }\nexec '${path}' "$@"\n`
    const weak = box.plant(join(box.top, 'weak--block-fd', 'bwrap'), script, 0o755)
    const done = box.run('echo ran', ['--keep', '~/.kept'], { env: { JAIL_BWRAP: weak } })
    expectRefusal(done, { code: 125, says: /this bwrap has no --block-fd/, fix: /--copy PATH/ })
  })

  test('passes the exit code on, and tells a command that is no program from one that failed', () => {
    for (const code of [0, 1, 125, 255]) expect(box.run(`exit ${code}`, [], { env }).code).toBe(code)
    const refusal = { code: 126, says: /\/no-program could not be executed inside/, fix: /file / }
    expectRefusal(box.jail(['run', './no-program'], { env }), refusal)
  })

  test('works where the home folder and the project are reached through links', () => {
    const home = join(box.top, 'home-link')
    const cwd = join(home, 'work/project')
    const how = { cwd, env: { ...env, HOME: home, PWD: cwd } }
    const script = 'echo "$PWD $HOME"; echo made > made; ls -A "$HOME/.ssh" 2>/dev/null; pwd -P'
    expect(box.run(script, [], how)).toMatchObject({ code: 0, out: `${cwd} ${home}\n${box.project}\n` })
    expect(box.read('made')).toBe('made\n')
  })

  test('passes a signal on', async () => {
    const script = "trap 'exit 42' TERM; touch started-$0; while :; do sleep 0.02; done"
    const command = box.start([JAIL, 'run', '--', 'sh', '-c', script, version], { env })
    const file = join(box.project, `started-${version}`)
    await until('the command', () => (existsSync(file) ? true : undefined))
    command.kill('SIGTERM')
    expect(await command.exited).toBe(42)
  })

  test('limits the size of scratch space where it can', () => {
    const help = box.command([path, '--help'])
    const size = /size=2097152k/.test(box.run('grep " /tmp " /proc/self/mounts', [], { env }).out)
    expect(size).toBe((help.out + help.err).includes('--size'))
  })

  test('is named by explain, with what it cannot hold', () => {
    const help = box.command([path, '--help'])
    const done = box.jail(['explain'], { env })
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain(`bubblewrap ${version} (${path})`)
    expect(done.out.includes('tmp-size: the size of /tmp')).toBe(!(help.out + help.err).includes('--size'))
  })

  test.each(['--seccomp', '--cap-drop', '--remount-ro', '--json-status-fd'])(
    'is refused without %s, by name and version, and starts nothing',
    (option) => {
      const script = `#!/bin/sh\n[ "$1" != --help ] || { '${path}' --help 2>&1 | grep -v -e '${option}'; exit; }\nexec '${path}' "$@"\n`
      const weak = box.plant(join(box.top, `weak${option}`, 'bwrap'), script, 0o755)
      const says = new RegExp(`profile base promises \\(.* because bwrap ${version} has no ${option}\\)`)
      const done = box.run('echo ran; touch ran', [], { env: { JAIL_BWRAP: weak } })
      expectRefusal(done, { code: 125, says, fix: /newer bubblewrap/ })
      expect(existsSync(join(box.project, 'ran'))).toBe(false)
      const explained = box.jail(['explain'], { env: { JAIL_BWRAP: weak } })
      expect(explained.code).toBe(1)
      expect(explained.out).toMatch(new RegExp(`A start would stop\\n.*bwrap ${version} has no ${option}`))
    },
  )
})
