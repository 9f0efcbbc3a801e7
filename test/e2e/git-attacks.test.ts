import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { LONG } from './support/box.ts'
import { LAYOUTS, makeRepository, type Repository } from './support/repositories.ts'

/** The folders of git, as git itself finds them: its own, and the one with settings and hooks. */
const FOLDERS = 'G=$(git rev-parse --absolute-git-dir) C=$(cd "$(git rev-parse --git-common-dir)" && pwd);'

/** All that leads git to run something, as the host has it. */
const SNAPSHOT = `${FOLDERS} ls -lA "$C/hooks" .githooks 2>&1; for file in .git "$C/config" "$C/config.worktree" "$G/config.worktree" "$G/commondir" "$C/commondir" "$G/gitdir" shared.inc; do echo "== $file"; cat "$file" 2>&1; done; git config --list; ls -d .git`

/** Ways to have something run on the host by git. Each names what it changes, and works without a jail. */
const ATTACKS: readonly (readonly [string, string])[] = [
  ['plant a hook', 'echo bad > "$C/hooks/post-checkout"'],
  ['plant a hook where git looks for it', 'echo bad > "$(git rev-parse --git-path hooks)/post-commit"'],
  [
    'replace the folder of hooks',
    'rm -rf "$C/hooks" && mkdir "$C/hooks" && echo bad > "$C/hooks/pre-commit"',
  ],
  [
    'move the folder of hooks aside',
    'mv "$C/hooks" "$C/h" && mkdir "$C/hooks" && echo bad > "$C/hooks/pre-push"',
  ],
  ['write a setting', 'git config core.fsmonitor ./bad'],
  ['add to the settings', 'echo "[core] fsmonitor = ./bad" >> "$C/config"'],
  ['replace the settings', 'sed "s/bare/fsmonitor = bad/" "$C/config" > "$C/new" && mv "$C/new" "$C/config"'],
  ['delete the settings', 'rm "$C/config"'],
  // The same by a redirection: git takes settings and hooks from the folder that commondir names.
  [
    'lead git to other settings',
    'mkdir -p "$G/evil" && cp -r "$C/objects" "$C/refs" "$C/config" "$G/evil" && rm -f "$G/commondir" && echo evil > "$G/commondir"',
  ],
  [
    'lead git elsewhere by another pointer',
    'git init -q other; rm -f .git; mv .git old; echo "gitdir: other/.git" > .git && git config core.fsmonitor ./bad',
  ],
  ['move .git aside', 'mv .git aside && mkdir .git'],
]

function snapshot(it: Repository, place: string): string {
  return it.outside(SNAPSHOT, place).out
}

describe.each(LAYOUTS.map((layout) => [layout.name, layout] as const))('in %s', (_, layout) => {
  let it: Repository
  /** As the last look has it, which is what the next attack finds. */
  const last = new Map<string, string>()
  beforeAll(() => {
    it = makeRepository(layout)
  }, LONG)
  afterAll(() => it.box.remove())

  const cases = layout.places.flatMap((place) =>
    ATTACKS.map(([what, script]) => [place, what, script] as const),
  )
  test.each(cases)('the command cannot, in %s: %s; a commit beside it works', (place, _, script) => {
    const before = last.get(place) ?? snapshot(it, place)
    const attack = `${FOLDERS} (${script}) 2>/dev/null; echo "attack $?"; git commit -q --allow-empty -m beside && echo committed`
    const done = it.inside(attack, place)
    expect(done.out).toMatch(/^attack [1-9]\d*\ncommitted\n$/)
    last.set(place, snapshot(it, place))
    expect(last.get(place)).toBe(before)
  })

  test('no hook ran on the host, and git works there', () => {
    for (const place of layout.places)
      expect(it.outside('git commit -q --allow-empty -m host && git status', place)).toMatchObject({
        code: 0,
      })
  })
})

describe('without a jail each of these has its effect, so what fails above is stopped by it:', () => {
  test.each(ATTACKS)('%s', (_, script) => {
    const it = makeRepository(LAYOUTS[0] as (typeof LAYOUTS)[number])
    try {
      const before = snapshot(it, '.')
      expect(it.outside(`${FOLDERS} ${script}`)).toMatchObject({ code: 0 })
      expect(snapshot(it, '.')).not.toBe(before)
    } finally {
      it.box.remove()
    }
  })
})
