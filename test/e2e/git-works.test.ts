import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { LONG } from './support/box.ts'
import { LAYOUTS, makeRepository, type Repository } from './support/repositories.ts'

/** What an agent does with git all day; each leaves the work tree as clean as it was. */
const WORK: readonly (readonly [string, string])[] = [
  // anthropics/claude-code#17374 and #33615, openai/codex#19786: git failed in linked worktrees.
  [
    'commit',
    'echo more >> file && git add -A && git commit -qm more && git log -1 --format=%s | grep -qx more',
  ],
  [
    'make a branch and go back',
    'git checkout -q -b topic-$$ && git commit -q --allow-empty -m t && git checkout -q -',
  ],
  [
    'stash',
    'echo s >> file && git stash -q && git diff --quiet && git stash pop -q && git checkout -q -- file',
  ],
  [
    'rebase',
    'git checkout -q -b base-$$ && echo b > base.txt && git add -A && git commit -qm b && git checkout -q -b up-$$ HEAD~1 && echo u > up.txt && git add -A && git commit -qm u && git rebase -q base-$$ && test -f base.txt',
  ],
  ['push to a repository that --write names', 'git push -q "$REMOTE" HEAD:refs/heads/$(git rev-parse HEAD)'],
  [
    'add and remove a worktree in the project',
    'git worktree add -q wt-$$ -b wt-$$ && (cd wt-$$ && echo w > w && git add -A && git commit -qm w) && git worktree remove wt-$$',
  ],
  ['collect garbage', 'git gc -q && git fsck --no-progress'],
  ['tag', 'git tag -a -m tag tag-$$ && git describe --exact-match > out && rm out'],
]

describe.each(LAYOUTS.map((layout) => [layout.name, layout] as const))('in %s', (_, layout) => {
  let it: Repository
  let before: readonly string[]
  beforeAll(() => {
    it = makeRepository(layout)
    before = layout.places.map((place) => it.outside('git status --porcelain', place).out)
  }, LONG)
  afterAll(() => it.box.remove())

  const places = layout.places.flatMap((place) =>
    WORK.map(([what, script]) => [place, what, script] as const),
  )
  test.each(places)('git works inside, in %s: %s', (place, _, script) => {
    expect(it.inside(script, place)).toMatchObject({ code: 0, err: '' })
  })

  // anthropics/claude-code#17258 and #31078, openai/codex#18043: empty files and folders appeared in the work tree.
  test('git status says the same before, during and after, in every place', () => {
    const nothing = layout.places.map(() => '')
    const now = () => layout.places.map((place) => it.outside('git status --porcelain', place).out)
    expect(before).toEqual(nothing)
    // The commits made above in a submodule show in the repository around it, as they would without a jail.
    const record =
      'git add -A && (git diff --cached --quiet || git commit -qm record) && git status --porcelain'
    for (const place of layout.places.toReversed())
      expect(it.inside(record, place)).toEqual({ code: 0, out: '', err: '' })
    expect(now()).toEqual(nothing)
  })

  test('git on the host finds nothing wrong', () => {
    for (const place of layout.places)
      expect(it.outside('git fsck --no-progress && git worktree prune', place)).toMatchObject({ code: 0 })
  })
})
