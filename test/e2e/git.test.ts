import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JAIL, LONG, until } from './support/box.ts'
import { layoutOf, makeRepository, type Repository } from './support/repositories.ts'

/** Runs the tests of a group in a layout of their own. */
function inLayout(name: string): () => Repository {
  let it: Repository | undefined
  beforeAll(() => {
    it = makeRepository(layoutOf(name))
  }, LONG)
  afterAll(() => it?.box.remove())
  return () => {
    if (!it) throw new Error(`${name} was not made`)
    return it
  }
}

describe('in a linked worktree', () => {
  const it = inLayout('a linked worktree')

  // anthropics/claude-code#33615, bubblewrap-ai#25: all of the main repository was opened, or nothing.
  test('nothing of the main repository is visible but its git folder', () => {
    expect(it().inside('ls -A ../main; cat ../main/untracked').out).toBe('.git\n')
    expect(it().outside('ls -A ../main').out).toContain('untracked')
  })

  test('the pointers of another worktree are closed, and so is its own', () => {
    expect(it().outside('git -C ../main worktree add -q ../other -b other').code).toBe(0)
    for (const path of [
      '../main/.git/worktrees/other/gitdir',
      '../main/.git/worktrees/other/commondir',
      '.git',
    ])
      expect(it().inside(`echo x > ${path} || exit 9`).code).toBe(9)
    expect(it().outside('git -C ../other status --porcelain')).toEqual({ code: 0, out: '', err: '' })
  })

  test('after a move git does not work, and the sentence says why and what to type', () => {
    const moved = join(it().box.home, 'src/moved')
    expect(it().box.command(['cp', '-a', it().top, moved]).code).toBe(0)
    const done = it().box.run('git status', [], { cwd: moved })
    expect(done.code).not.toBe(0)
    expect(done.err).toContain(
      `jail: ${moved}/.git leads to ${it().box.home}/src/main/.git, which is not given`,
    )
    expect(done.err).toContain(`leads to ${it().top}/.git, not back to ${moved}/.git`)
    expect(done.err).toContain(`jail run --write ${it().box.home}/src/main/.git`)
    const given = ['--write', join(it().box.home, 'src/main/.git')]
    expect(it().box.run('git status --porcelain', given, { cwd: moved })).toEqual({
      code: 0,
      out: '',
      err: '',
    })
    expect(it().box.run('echo x > ../main/.git/config || exit 9', given, { cwd: moved }).code).toBe(9)
  })
})

// QwenLM/qwen-code#11614: a forged gitfile led the launcher to another repository.
describe('a .git that a command forged', () => {
  const it = inLayout('a linked worktree')
  const VICTIM = '../main/.git'

  test.each([
    ['to the git folder of another repository', VICTIM],
    ['to the place of a worktree that is another', `${VICTIM}/worktrees/project`],
  ])('%s opens nothing, and is said', (_, target) => {
    const forged = join(it().box.home, 'src/forged')
    mkdirSync(forged, { recursive: true })
    writeFileSync(join(forged, '.git'), `gitdir: ${target}\n`)
    const done = it().box.run('ls -A ../main; git status', [], { cwd: forged })
    expect(done.out).toBe('')
    expect(done.err).toContain('which is not given, so git does not work inside')
    expect(it().box.outside('git log -1 --format=%s', { cwd: forged }).out).toBe('first\n')
  })
})

describe('in a plain repository', () => {
  const it = inLayout('a plain repository')

  test.each(['git config user.name other', 'git remote add other ../other', 'git branch -m renamed'])(
    '%s is refused, and --write .git/config lifts it',
    (script) => {
      const refused = it().inside(script)
      expect(refused.code).not.toBe(0)
      expect(refused.err).toMatch(/could not write config file \S*\.git\/config: Device or resource busy/)
      expect(it().inside(script, '.', ['--quiet', '--write', join(it().top, '.git/config')])).toMatchObject({
        code: 0,
        err: '',
      })
    },
  )

  test('the agent is told that the settings are read-only', () => {
    expect(it().inside('cat /run/jail/brief.md').out).toContain('./.git/config is read-only on purpose')
  })

  // anthropics/claude-code#78818: a placeholder with the name of a lock stopped git on the host.
  test('no lock and nothing of jail is left in .git, and nothing in the project', () => {
    const before = readdirSync(join(it().top, '.git')).sort()
    const during = it().inside('ls -A .git; git status --porcelain').out
    expect(during).toContain('commondir')
    expect(during).not.toContain('.lock')
    expect(during).not.toContain('??')
    expect(readdirSync(join(it().top, '.git')).sort()).toEqual(before)
  })

  test('what keeps commondir from being made stays until the last of two jails ends', async () => {
    const commondir = join(it().top, '.git/commondir')
    const longer = it().box.start([JAIL, 'run', '--', 'sh', '-c', 'echo up; read line'], { cwd: it().top })
    await until('the first jail', () => existsSync(commondir) || undefined)
    await longer.stdout.getReader().read()
    expect(it().inside('echo evil > .git/commondir || exit 9').code).toBe(9)
    expect(existsSync(commondir)).toBe(true)
    longer.stdin.write('\n')
    longer.stdin.end()
    expect(await longer.exited).toBe(0)
    expect(existsSync(commondir)).toBe(false)
  })

  test('after a kill -9 git works on the host with what is left, and the next run takes it away', async () => {
    const commondir = join(it().top, '.git/commondir')
    const killed = it().box.start([JAIL, 'run', '--', 'sleep', '60'], { cwd: it().top })
    await until('the file of the jail', () => existsSync(commondir) || undefined)
    killed.kill('SIGKILL')
    await killed.exited
    expect(existsSync(commondir)).toBe(true)
    expect(it().outside('git status --porcelain')).toEqual({ code: 0, out: '', err: '' })
    expect(it().inside('git status --porcelain')).toEqual({ code: 0, out: '', err: '' })
    expect(existsSync(commondir)).toBe(false)
  })

  test('a program that the settings name is read-only, while its neighbour is not', () => {
    it().outside(
      'mkdir -p tools && echo "#!/bin/sh" > tools/m && chmod +x tools/m && git config core.fsmonitor tools/m',
    )
    expect(it().inside('echo x >> tools/m || exit 9').code).toBe(9)
    expect(it().inside('mv tools t || exit 9').code).toBe(9)
    expect(it().inside('echo x > tools/n && rm tools/n').code).toBe(0)
    it().outside('git config --unset core.fsmonitor && rm -r tools')
  })

  test('a folder of hooks that is missing is named', () => {
    it().outside('git config core.hooksPath .none')
    expect(it().inside('true').err).toContain('git takes hooks from')
    it().outside('git config --unset core.hooksPath')
    expect(it().inside('true').err).toBe('')
  })
})

describe('in a repository with alternates', () => {
  const it = inLayout('a repository with alternates')

  test('hidden objects are named, with the line that shows them', () => {
    const objects = join(it().box.home, 'src/store/.git/objects')
    const done = it().box.run('git log -1 --format=%s', [], { cwd: it().top })
    expect(done.err).toContain(`is hidden. To show it: --read ${objects}`)
    expect(it().box.run('git log -1 --format=%s', ['--read', objects], { cwd: it().top }).out).toBe('first\n')
  })
})

describe('in a repository with config.worktree', () => {
  const it = inLayout('a repository with config.worktree')

  test('a missing one cannot be made, and git works', () => {
    rmSync(join(it().top, '.git/config.worktree'))
    const attack =
      'git config --worktree core.fsmonitor ./bad; echo "[core]" > .git/config.worktree || exit 9'
    expect(it().inside(attack).code).toBe(9)
    expect(it().outside('! test -e .git/config.worktree && git status --porcelain')).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  })
})

describe('submodules', () => {
  const it = inLayout('a repository with submodules of two levels')

  // git writes core.worktree at every update, also when it is the same (submodule--helper.c, ensure_core_worktree).
  test('are updated when their settings may be written, and else by a checkout', () => {
    const away = 'git -C libs/middle checkout -q --detach && git -C libs/middle commit -q --allow-empty -m x'
    const clean = { code: 0, out: '', err: '' }
    expect(it().outside(away).code).toBe(0)
    expect(it().inside('git submodule --quiet update').err).toContain("could not set 'core.worktree'")
    const lift = ['--write', join(it().top, '.git/modules/libs/middle/config')]
    expect(it().inside('git submodule --quiet update && git status --porcelain', '.', lift)).toEqual(clean)
    expect(it().outside(away).code).toBe(0)
    const checkout =
      'git -C libs/middle checkout -q $(git rev-parse HEAD:libs/middle) && git status --porcelain'
    expect(it().inside(checkout)).toEqual(clean)
  })

  test('are fetched from a local path that is given', () => {
    const source = join(it().box.home, 'src/inner')
    it().outside('git submodule --quiet add ../inner second && git commit -qm second')
    it().outside('rm -rf second .git/modules/second && mkdir second')
    expect(
      it().inside('git submodule --quiet update second', '.', ['--quiet', '--read', source]),
    ).toMatchObject({
      code: 0,
      err: '',
    })
    expect(existsSync(join(it().top, 'second/file'))).toBe(true)
    expect(it().status()).toBe('')
  })

  test('whose git folder lost its HEAD are protected the next time, too', () => {
    expect(it().inside('mv .git/modules/libs/middle/HEAD saved').code).toBe(0)
    expect(it().inside('echo "[core]" >> .git/modules/libs/middle/config || exit 9').code).toBe(9)
    expect(it().inside('mv saved .git/modules/libs/middle/HEAD').code).toBe(0)
  })
})

describe('a bare repository that --write gives', () => {
  const it = inLayout('a plain repository')

  test('can be pushed to, and its hooks and settings, which run at a push from the host, are closed', () => {
    expect(it().inside('git push -q "$REMOTE" main')).toMatchObject({ code: 0, err: '' })
    for (const attack of [
      'echo x > $REMOTE/hooks/update',
      'echo x >> $REMOTE/config',
      'echo x > $REMOTE/commondir',
    ])
      expect(it().inside(`${attack} || exit 9`).code).toBe(9)
    expect(
      it().outside('git push -q "$REMOTE" main:other && git -C "$REMOTE" log -1 --format=%s other'),
    ).toEqual({
      code: 0,
      out: 'first\n',
      err: '',
    })
  })
})
