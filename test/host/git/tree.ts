/** Trees of files that look like git's, made without git: what is tested is what jail makes of them. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Caller, GitFacts } from '../../../src/host/facts.ts'
import { gatherGit } from '../../../src/host/git/gather.ts'
import { Walker } from '../../../src/host/walk.ts'
import { Files } from '../../../src/sys/files.ts'
import { Libc } from '../../../src/sys/libc.ts'

/** The homes of one test file, to be removed after it. */
export class Homes {
  readonly #tops: string[] = []

  /** A new home with a tree in it. */
  plant(tree: Tree): string {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'jail-git-')))
    this.#tops.push(home)
    for (const [name, content] of Object.entries<string | undefined>({ p: undefined, ...tree })) {
      const path = join(home, name)
      mkdirSync(content === undefined ? path : dirname(path), { recursive: true })
      if (content?.startsWith('-> ')) symlinkSync(content.slice(3).replaceAll('@', home), path)
      else if (content !== undefined) writeFileSync(path, content.replaceAll('@', home))
    }
    return home
  }

  remove(): void {
    for (const top of this.#tops) rmSync(top, { recursive: true, force: true })
  }
}

/** A tree below a new home: text is a file, `undefined` a folder, and `-> x` a link. Paths in texts: `@` is the home. */
export type Tree = Readonly<Record<string, string | undefined>>

type How = {
  readonly write?: readonly string[]
  readonly hide?: readonly string[]
  readonly files?: Files
}

/** What is known of the project `p` in a home, which is written as `@`. */
export function gather(home: string, how: How = {}): GitFacts {
  const { write = [], hide = [], files = new Files(new Libc()) } = how
  const uid = process.geteuid?.() ?? 0
  const caller: Caller = {
    uid,
    gid: 0,
    groups: [],
    user: 'eve',
    home,
    shell: '/bin/sh',
    cwd: { logical: `${home}/p`, real: `${home}/p` },
    sudo: undefined,
    env: { GIT_CONFIG_SYSTEM: `${home}/system` },
    arch: 'x64',
  }
  const project = { path: `${home}/p`, named: `${home}/p`, why: 'git', id: 'p-1' } as const
  const standing = { why: '', from: '', layer: 0, required: false }
  const rules = [
    ...write.map((path) => ({ ...standing, word: 'write' as const, path: join(home, path) })),
    ...hide.map((path) => ({ ...standing, word: 'hide' as const, path: join(home, path) })),
  ]
  const git = gatherGit({
    caller,
    project,
    configHome: `${home}/.config`,
    rules,
    walker: new Walker(files),
    files,
  })
  return JSON.parse(JSON.stringify(git).replaceAll(home, '@')) as GitFacts
}

export const REPOSITORY = (at: string, config = '[core]\n\tbare = false\n'): Tree => ({
  [`${at}/HEAD`]: 'ref: refs/heads/main\n',
  [`${at}/config`]: config,
  [`${at}/objects`]: undefined,
  [`${at}/refs`]: undefined,
  [`${at}/hooks`]: undefined,
})

export const WORKTREE: Tree = {
  ...REPOSITORY('m/.git'),
  'p/.git': 'gitdir: @/m/.git/worktrees/p\n',
  'm/.git/worktrees/p/gitdir': '@/p/.git\n',
  'm/.git/worktrees/p/commondir': '../..\n',
  'm/.git/worktrees/other/gitdir': '@/other/.git\n',
  'm/.git/worktrees/other/commondir': '../..\n',
}

export const SUBMODULE: Tree = {
  ...REPOSITORY('s/.git/modules/libs/p', '[core]\n\tworktree = ../../../../../p\n'),
  'p/.git': 'gitdir: ../s/.git/modules/libs/p\n',
}
