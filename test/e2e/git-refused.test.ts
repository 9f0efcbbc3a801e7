import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LONG } from './support/box.ts'
import { layoutOf, makeRepository, type Repository } from './support/repositories.ts'

/** The tables of docs/git.md: what git says and does when it cannot write its settings. */
let it: Repository
beforeAll(() => {
  it = makeRepository(layoutOf('a plain repository'))
  const remote = 'git remote add origin "$REMOTE" && git push -q origin main main:far && git fetch -q'
  if (it.outside(`${remote} && git worktree add -q old`).code !== 0) throw new Error('there is no remote')
}, LONG)
afterAll(() => it.box.remove())

const BUSY = 'Device or resource busy'

describe('does its work, but is not remembered:', () => {
  test.each([
    ['git checkout -q -b a --track origin/far', 'git rev-parse -q --verify a', 'a'],
    ['git checkout -q far', 'git rev-parse -q --verify far', 'far'],
    ['git switch -q -c b origin/far', 'git rev-parse -q --verify b', 'b'],
    ['git branch c && git branch -u origin/far c', 'git rev-parse -q --verify c', 'c'],
    ['git branch -q d && git push -q -u origin d', 'git -C "$REMOTE" rev-parse -q --verify d', 'd'],
  ])('%s', (script, check, branch) => {
    const done = it.inside(script)
    expect(done.code).toBe(0)
    expect(done.err).toContain(BUSY)
    expect(it.outside(check).code).toBe(0)
    expect(it.outside(`git config branch.${branch}.merge`).out).toBe('')
  })
})

test('git submodule add checks out, but does not register, and git submodule init fails', () => {
  const done = it.inside('git submodule --quiet add "$REMOTE" sub && git -C sub log -1 --format=%s')
  expect(done).toMatchObject({ code: 0, out: 'first\n' })
  expect(done.err).toContain(BUSY)
  expect(it.inside('git submodule --quiet init').code).not.toBe(0)
  expect(it.outside('git config --get-regexp ^submodule').out).toBe('')
  it.outside('git rm -rqf --cached sub; rm -rf sub .git/modules .gitmodules; git reset -q --hard')
})

describe('fails:', () => {
  test.each([
    'git config a.b c',
    'git remote add x y',
    'git remote set-url origin y',
    'git branch e && git branch -m e f',
    'git sparse-checkout set x',
  ])('%s', (script) => {
    const done = it.inside(script)
    expect(done.code).not.toBe(0)
    expect(done.err).toContain(BUSY)
  })

  test('git worktree remove of one that was there at the start, while a new one goes', () => {
    expect(it.inside('git worktree remove old || git worktree remove --force old').code).not.toBe(0)
    expect(it.outside('git worktree list').out).toContain('/old')
    expect(it.inside('git worktree add -q new && git worktree remove new')).toMatchObject({ code: 0 })
    expect(it.outside('git worktree repair && git -C old status')).toMatchObject({ code: 0 })
  })
})

// The box cannot keep a command from it, so the page names the setting that keeps git from it.
test('a project that is made into a bare repository is refused by git with safe.bareRepository, and only then', () => {
  const other = makeRepository(layoutOf('a plain repository'))
  try {
    const make =
      'rm .git/HEAD && mkdir objects refs && echo "ref: refs/heads/x" > HEAD && printf "[core]\\nrepositoryformatversion = 0\\nbare = false\\nworktree = .\\nfsmonitor = ./ran\\n" > config && printf "#!/bin/sh\\n: > proof\\n" > ran && chmod +x ran'
    expect(other.inside(make).code).toBe(0)
    const explicit = 'git -c safe.bareRepository=explicit status'
    other.outside(explicit)
    expect(existsSync(join(other.top, 'proof'))).toBe(false)
    other.outside('git status')
    expect(existsSync(join(other.top, 'proof'))).toBe(true)
  } finally {
    other.box.remove()
  }
})

test('a project of more repositories than are looked at does not start, unless the person accepts that, and a folder of it does', () => {
  const other = makeRepository(layoutOf('a plain repository'))
  try {
    expect(other.outside('for n in $(seq 201); do mkdir -p many/$n/.git; done').code).toBe(0)
    const refused = other.inside('true')
    expect(refused.code).toBe(125)
    expect(refused.err).toContain('nested-repositories')
    expect(refused.err).toContain('jail run --project DIR')
    expect(other.box.run('true', ['--project', join(other.top, 'many/1')]).code).toBe(0)
    other.box.plant('.config/jail/config.yaml', 'accept:\n  nested-repositories: vendored code\n')
    expect(other.inside('true', '.', ['--dry-run'])).toMatchObject({ code: 0, err: '' })
  } finally {
    other.box.remove()
  }
})
