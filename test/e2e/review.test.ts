import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Box } from './support/box.ts'

let box: Box
const boxes: Box[] = []
beforeEach(() => {
  box = new Box()
  boxes.push(box)
  box.outside(
    'git init -q . && mkdir -p packages/a src tools && git config core.hooksPath tools/hooks && echo one > src/main.ts && git add -A',
  )
})
afterAll(() => {
  for (const each of boxes) each.remove()
})

const HEAD = 'To see it again: jail review --diff'

/** A script inside, and what the review says of it. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['a .envrc', 'echo x > .envrc', '.envrc is new: direnv runs it when you enter the folder'],
  [
    'a task',
    'mkdir .vscode; echo {} > .vscode/tasks.json',
    '.vscode/tasks.json is new: VS Code runs its tasks',
  ],
  [
    'a task below the top',
    'mkdir packages/a/.vscode; echo {} > packages/a/.vscode/tasks.json',
    'packages/a/.vscode/tasks.json is new: VS Code runs its tasks',
  ],
  [
    'settings by a pattern',
    'mkdir -p src/.claude; echo {} > src/.claude/settings.local.json',
    'src/.claude/settings.local.json is new: claude runs its hooks',
  ],
  [
    'settings in a folder that a link stands for',
    'mkdir src/c; echo {} > src/c/settings.json; ln -s src/c .claude',
    'src/c/settings.json is new: claude runs its hooks',
  ],
  [
    'a link to a repository where nothing is looked at',
    'git init -q node_modules/e; ln -s ../node_modules/e src/e',
    'src/e is a new link to ../node_modules/e: what lies there is not looked at, and a program on the host follows it',
  ],
  [
    'a repository with a hook',
    'git init -q x; echo x > x/.git/hooks/pre-commit',
    'x/.git/hooks/pre-commit is new: git runs these',
  ],
  [
    'a task in a folder whose name is no UTF-8',
    "mkdir -p $'src/\\xff/.vscode'; echo {} > $'src/\\xff/.vscode/tasks.json'",
    'src/\\xff/.vscode/tasks.json is new: VS Code runs its tasks',
  ],
  [
    'a bare repository of links',
    'mkdir -p s o r; ln -s ../o s/objects; ln -s ../r s/refs; ln -s refs/x s/HEAD; echo x > s/config',
    's/config is new: git runs programs that it names',
  ],
  [
    'commands in a rebase that waits',
    'mkdir .git/rebase-merge; echo "exec ./x" > .git/rebase-merge/git-rebase-todo',
    '.git/rebase-merge/git-rebase-todo is new: git runs the lines of it that begin with exec when the rebase goes on',
  ],
  ['its settings', 'git init -q x', 'x/.git/config is new: git runs programs that it names'],
  ['a bare repository', 'git init -q --bare b', 'b/config is new: git runs programs that it names'],
  [
    'a .git that leads elsewhere',
    'echo "gitdir: /tmp/evil" > src/.git',
    'src/.git is new: git takes its settings and hooks from where it leads',
  ],
  [
    'a hook where the settings of git look for it',
    'mkdir tools/hooks; echo x > tools/hooks/pre-commit',
    'tools/hooks/pre-commit is new: git runs these',
  ],
  [
    'a link in the place of a watched file',
    'ln -s evil .envrc',
    '.envrc is new, a link to evil: direnv runs it when you enter the folder',
  ],
  [
    'a link out of the project',
    'ln -s ../../.bashrc src/rc',
    'src/rc is a new link out of the project, to ../../.bashrc: a program on the host follows it',
  ],
  [
    'a link that leads out by another',
    'ln -s / up; ln -s ../up/etc src/etc',
    'src/etc is a new link out of the project, to ../up/etc: a program on the host follows it',
  ],
  [
    'a setuid file',
    'cp /bin/true src/t; chmod 4755 src/t',
    'src/t is new as a setuid or setgid file: who starts it runs as its owner or group',
  ],
  [
    'a file that everybody may write',
    'chmod 666 src/main.ts',
    'src/main.ts can be written by everybody on this machine: another user can change it',
  ],
  [
    'the project itself for everybody',
    'chmod 777 .',
    'src/project can be written by everybody on this machine: another user can change it',
  ],
  [
    'a named pipe',
    'mkfifo src/pipe',
    'src/pipe is a new named pipe: a program that opens it waits for what the other end sends',
  ],
  [
    'a folder that cannot be listed',
    'mkdir dark; echo x > dark/.envrc; chmod 0 dark',
    process.geteuid?.() === 0
      ? 'dark/.envrc is new'
      : 'dark can no longer be listed, so nothing in it was looked at.',
  ],
  [
    'a name with an escape',
    'mkdir -p .vscode; echo x > .vscode/"$(printf \'a\\033[31m\\nb\')"',
    '.vscode/a\\x1b[31m\\x0ab is new: VS Code runs its tasks',
  ],
]

describe('the end of a run lists', () => {
  test.each(PLANTED)('%s', (_, script, says) => {
    const done = box.run(script)
    expect(done.code).toBe(0)
    expect(done.err).toContain(says)
    expect(box.jail(['review'])).toMatchObject({ out: expect.stringContaining(says) })
    if (existsSync(join(box.project, 'dark'))) chmodSync(join(box.project, 'dark'), 0o700)
  })

  test('a socket', () => {
    const done = box.run(`python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("src/s")'`)
    expect(done.err).toContain(
      'src/s is a new socket: a program that connects to it talks to whoever made it',
    )
  })

  test('twenty of a thousand, and how many more', () => {
    const { err } = box.run('mkdir .vscode; for i in $(seq 1000); do echo x > .vscode/$i; done')
    expect(err.split('\n').length).toBeLessThan(25)
    expect(err).toContain('… and 980 more')
  })
})

describe('jail review', () => {
  test('cannot tell without a run', () => {
    expect(box.jail(['review'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no record of a run'),
    })
  })

  test('takes no broken record for none, and the next run tells and mends it', () => {
    box.run('true')
    const folder = join(box.home, '.local/state/jail/review')
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.json'))
    writeFileSync(join(folder, name), '{broken')
    const refused = box.jail(['review'])
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be read, or is no record'),
    })
    expect(box.run('true').err).toContain('The record of an earlier run is broken')
    expect(box.jail(['review'])).toMatchObject({ code: 0, err: '' })
  })

  test('shows the lines, and gives JSON', () => {
    box.plant(join(box.project, 'packages/a/.envrc'), 'export A=1\n')
    box.run('echo export B=2 >> packages/a/.envrc')
    const { out } = box.jail(['review', '--diff'])
    expect(out).toContain('packages/a/.envrc has changed: direnv')
    expect(out).toContain('    +export B=2')
    expect(out).not.toContain('A=1')
    const { findings } = JSON.parse(box.jail(['review', '--json']).out)
    expect(findings).toMatchObject([{ change: 'changed', sort: 'watched', restorable: true }])
  })

  test('puts the old content and mode back', () => {
    const path = box.plant(join(box.project, 'packages/a/.envrc'), 'export A=1\n', 0o640)
    box.run('rm packages/a/.envrc; ln -s ../../../../victim packages/a/.envrc')
    const victim = box.plant('victim', 'mine')
    expect(box.jail(['review', '--restore', 'packages/a/.envrc']).code).toBe(0)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['export A=1\n', 0o640])
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(box.jail(['review']).code).toBe(0)
  })

  test('puts no setuid or setgid back, which would be those of whoever types it', () => {
    const path = box.plant(join(box.project, 'src/.envrc'), 'one\n', 0o640)
    chmodSync(path, 0o6750)
    box.run('rm src/.envrc; echo two > src/.envrc')
    expect(box.jail(['review', '--restore', 'src/.envrc']).code).toBe(0)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777]).toEqual(['one\n', 0o750])
  })

  test('puts nothing through a link, and nothing that is not listed', () => {
    box.plant(join(box.project, 'packages/a/.envrc'), 'export A=1\n')
    mkdirSync(join(box.home, 'victim'))
    box.run('rm -r packages/a; ln -s ../../../victim packages/a')
    expect(box.jail(['review', '--restore', 'packages/a/.envrc']).code).toBe(125)
    expect(existsSync(join(box.home, 'victim/.envrc'))).toBe(false)
    expect(box.jail(['review', '--restore', 'src/main.ts']).err).toContain('is not among what is new')
    expect(box.jail(['review', '--restore', '../../x']).err).toContain('is not among what is new')
  })
})

test('a review leaves nothing in the project', () => {
  const before = box.outside('git status --porcelain --ignored').out
  box.run('true')
  box.jail(['review', '--diff'])
  expect(box.outside('git status --porcelain --ignored').out).toBe(before)
})

test('the state of an agent that the run may write is looked at', () => {
  mkdirSync(join(box.home, '.claude'))
  const script =
    'echo {} > ~/.claude/.config.json; mkdir -p ~/.claude/shell-snapshots; echo x > ~/.claude/shell-snapshots/a.sh'
  const done = box.jail(['run', '--profile', 'claude', 'sh', '-c', script])
  expect(done.err).toContain('~/.claude/.config.json is new: claude takes it for ~/.claude.json')
  expect(done.err).toContain('~/.claude/shell-snapshots/a.sh is new: claude reads it as shell code')
  expect(done.err).toContain(HEAD)
})

test("the project's own file cannot switch it off unasked", () => {
  writeFileSync(join(box.project, '.jail.yaml'), 'review: false\n')
  expect(box.run('true')).toMatchObject({ code: 125, err: expect.stringContaining('review: false') })
})

test('an old record that a link stands in for is not written through', () => {
  box.run('true')
  const folder = join(box.home, '.local/state/jail/review')
  const [name = ''] = box.outside(`ls ${folder} | grep json`).out.trim().split('\n')
  const victim = box.plant('victim', 'mine')
  box.outside(`rm ${folder}/${name}`)
  symlinkSync(victim, join(folder, name))
  expect(box.run('true').code).toBe(0)
  expect(readFileSync(victim, 'utf8')).toBe('mine')
})
