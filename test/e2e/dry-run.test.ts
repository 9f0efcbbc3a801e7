import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Box, type Done } from './support/box.ts'

const CANARY = 'canary-d401'
let box: Box
beforeAll(() => {
  box = new Box()
  box.plant('.ssh/id_ed25519', CANARY, 0o600)
  box.plant('docs/file', CANARY)
  box.plant(join(box.project, '.envrc'), 'mine')
  box.plant(join(box.project, 'keys.pem'), CANARY)
  box.plant(join(box.project, "it's a name/file"), 'quoted')
})
afterAll(() => box.remove())

/** The printed command, pasted into bash. */
function pasted(script: string, options: readonly string[] = [], env: Record<string, string> = {}): Done {
  const printed = dryRun(script, options, env)
  return box.command(['bash'], { stdin: printed, env })
}

function dryRun(script: string, options: readonly string[] = [], env: Record<string, string> = {}): string {
  const done = box.run(script, ['--dry-run', ...options], { env })
  expect(done).toMatchObject({ code: 0, err: '' })
  return done.out
}

test('it starts nothing, and makes nothing in the home folder', () => {
  rmSync(join(box.home, '.local'), { recursive: true, force: true })
  const before = box.outside('find ~ | sort').out
  dryRun('touch ran')
  expect(box.outside('find ~ | sort').out).toBe(before)
})

describe('the printed command, pasted into bash,', () => {
  // Each says the same when jail itself runs it.
  const SCRIPTS = [
    ['exits with the code of the command', [], 'exit 7'],
    ['prints what the command prints', [], 'echo out; echo err >&2'],
    ['hides the home folder', [], 'cat ~/.ssh/id_ed25519 || ls -A ~'],
    ['shows what a flag grants', ['--read', '~/docs'], 'cat ~/docs/file; echo x > ~/docs/file'],
    ['gives a copy', ['--copy', '~/docs/file'], 'echo x > ~/docs/file; cat ~/docs/file'],
    ['hides in the project', ['--hide', '*.pem'], 'cat keys.pem; ls -A'],
    ['protects in the project', [], 'echo x > .envrc; cat .envrc'],
    ['has the same environment', ['--env', 'ODD=it\'s $HOME "x"\n;'], 'env | sort'],
    ['has the same place and name', [], 'pwd; uname -n; id; cat /etc/passwd /etc/group /etc/hosts'],
    ['has no capabilities, and the filter', [], "grep -E '^(Cap|NoNew|Seccomp)' /proc/self/status"],
    // But that jail makes the devices read-only for root: no word of bwrap says it (src/launch/devices.ts).
    [
      'has the same mounts',
      [],
      `cut -d' ' -f 4- /proc/self/mountinfo | sort | sed -E 's,^(/(null|zero|full|u?random|tty) [^ ]+) r[ow],\\1,'`,
    ],
    ['refuses new namespaces', [], 'unshare --user true'],
    ['has no network when asked', ['--network', 'none'], 'tail -n +3 /proc/self/net/dev | cut -d: -f1'],
    ['takes names with quotes', ['--read', "it's a name"], 'cat "it\'s a name/file"'],
    ['has the same text for the agent', [], 'cat /run/jail/brief.md'],
  ] as const

  test.each([...SCRIPTS])('%s', (_, options, script) => {
    const run = box.run(script, options)
    const paste = pasted(script, options)
    expect(paste).toEqual(run)
    expect(run.out + run.err === '' && run.code === 0).toBe(false)
  })

  test('can be run again and again', () => {
    const printed = dryRun('echo again')
    const twice = box.command(['bash'], { stdin: `${printed}\n${printed}\n` })
    expect(twice).toEqual({ code: 0, out: 'again\nagain\n', err: '' })
  })

  test('makes what the project keeps, such as its caches', () => {
    rmSync(join(box.home, '.local'), { recursive: true, force: true })
    expect(pasted('echo kept > ~/.cache/file').code).toBe(0)
    expect(existsSync(join(box.home, '.local/state/jail/cache'))).toBe(true)
    expect(box.run('cat ~/.cache/file').out).toBe('kept\n')
  })
})

test('a variable that is passed on is named, not shown', () => {
  const env = { API_TOKEN: CANARY }
  expect(dryRun('true', ['--env', 'API_TOKEN'], env)).not.toContain(CANARY)
  expect(pasted('echo $API_TOKEN', ['--env', 'API_TOKEN'], env).out).toBe(`${CANARY}\n`)
})

test('one that is set is shown, since the command line shows it as well', () => {
  expect(dryRun('true', ['--env', 'MADE=value'])).toContain('MADE=value')
})

test('the arguments of the command reach it unchanged', () => {
  const words = ['', ' ', "it's", '"', '$HOME', '`id`', '\\', '*', '\n', 'ü', '--', '!x', '~', '#']
  const done = box.jail(['run', '--dry-run', '--', 'printf', '[%s]', ...words])
  const out = words.map((word) => `[${word}]`).join('')
  expect(box.command(['bash'], { stdin: done.out })).toEqual({ code: 0, out, err: '' })
})

test('a profile can be looked at the same way', () => {
  const program = box.plant(join(box.top, 'bin/claude'), '#!/bin/sh\necho "I am claude: $*"\n', 0o755)
  const env = { PATH: `${join(program, '..')}:/usr/bin:/bin` }
  const done = box.jail(['run', '--dry-run', 'claude', '-p', 'hello'], { env })
  expect(done).toMatchObject({ code: 0, err: '' })
  const paste = box.command(['bash'], { stdin: done.out, env })
  expect(paste.out).toMatch(/^I am claude: .*-p hello\n$/)
})
